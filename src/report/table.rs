//! Columns of text that line up, wide characters included.

use unicode_width::UnicodeWidthStr as _;

/// How a column stands.
#[derive(Clone, Copy, PartialEq)]
pub enum Align {
    /// words
    Left,
    /// figures
    Right,
}

/// A heading: bold on a terminal, underlined in a file.
pub fn heading(text: &str, terminal: bool) -> String {
    match terminal {
        true => format!("\n\u{1b}[1m{text}\u{1b}[0m\n"),
        false => format!("\n{text}\n{}\n", "═".repeat(text.width())),
    }
}

/// Lines of cells under a heading, two spaces apart.
pub fn table(heading: &[String], aligns: &[Align], lines: &[Vec<String>]) -> String {
    let widths: Vec<usize> = (0..heading.len())
        .map(|column| {
            let cells = lines.iter().filter_map(|line| line.get(column));
            cells.chain(heading.get(column)).map(|cell| cell.width()).max().unwrap_or(0)
        })
        .collect();
    let rule: Vec<String> = widths.iter().map(|&width| "─".repeat(width)).collect();
    let mut text = String::new();
    for line in [heading.to_vec(), rule].iter().chain(lines) {
        let mut row = String::from("  ");
        for (column, cell) in line.iter().enumerate() {
            let room = " ".repeat(widths.get(column).copied().unwrap_or(0).saturating_sub(cell.width()));
            match aligns.get(column) {
                Some(Align::Right) => row.extend([room.as_str(), cell]),
                _ => row.extend([cell.as_str(), &room]),
            }
            row.push_str("  ");
        }
        text.push_str(row.trim_end());
        text.push('\n');
    }
    text
}
