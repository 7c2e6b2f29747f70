// The desk's page: its styles, its element. The sheet comes last, for it holds what a phone changes of the parts.

import './styles/tokens.css';
import './styles/outputs.css';
import './styles/handles.css';
import './styles/paper.css';
import './styles/desk.css';
import './styles/print.css';
import './elements/desk';
