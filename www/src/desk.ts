// The desk's page: its styles, its element.

import './styles/tokens.css';
import './styles/outputs.css';
import './styles/desk.css';
import './styles/print.css';
import './elements/desk';
