// The page of the standards: its styles, its element.

import './styles/tokens.css';
import './styles/desk.css';
import './styles/print.css';
import './styles/standards.css';
import './styles/standards-print.css';
import './elements/standards';
