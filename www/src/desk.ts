// The desk's page: its styles, its element.

import './styles/desk-page.css';
import './elements/desk';
