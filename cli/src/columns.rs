//! Text in columns.

/// How a column is set.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Side {
    Left,
    Right,
}

/// Rows of cells, the first of them the heading.
pub(crate) struct Columns {
    sides: Vec<Side>,
    rows: Vec<Vec<String>>,
}

impl Columns {
    /// Columns with their headings.
    pub(crate) fn of(headings: &[(&str, Side)]) -> Self {
        let sides = headings.iter().map(|(_, side)| *side).collect();
        let first = headings.iter().map(|(heading, _)| (*heading).to_owned()).collect();
        Self { sides, rows: vec![first] }
    }

    /// Adds a row, a cell for each column.
    pub(crate) fn row(&mut self, cells: impl IntoIterator<Item = String>) {
        self.rows.push(cells.into_iter().collect());
    }

    /// The rows as lines, two blanks between columns and none at the end.
    pub(crate) fn lines(&self) -> impl Iterator<Item = String> {
        let widths: Vec<usize> = (0..self.sides.len()).map(|column| self.width(column)).collect();
        self.rows.iter().map(move |row| {
            let cells = row.iter().zip(&self.sides).zip(&widths).map(|((cell, side), width)| match side {
                Side::Left => format!("{cell:<width$}"),
                Side::Right => format!("{cell:>width$}"),
            });
            cells.collect::<Vec<_>>().join("  ").trim_end().to_owned()
        })
    }

    fn width(&self, column: usize) -> usize {
        let cells = self.rows.iter().filter_map(|row| row.get(column));
        cells.map(|cell| cell.chars().count()).max().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_as_wide_as_their_widest_cell() {
        let mut columns = Columns::of(&[("offer", Side::Left), ("gives", Side::Right)]);
        columns.row(["gold-members".to_owned(), "1.00".to_owned()]);
        columns.row(["é".to_owned(), "1,000.00".to_owned()]);
        let lines: Vec<String> = columns.lines().collect();
        assert_eq!(lines, ["offer            gives", "gold-members      1.00", "é             1,000.00"]);
    }
}
