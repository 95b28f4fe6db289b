//! Scripts and style sheets as a shop's host would serve them: without comments and indentation, half of what there is to transfer.

/// Removes indentation, empty lines, and the comments that have lines of their own. Those within a line stay.
#[must_use]
pub fn compact(text: &str) -> String {
    let mut in_comment = false;
    let mut code = String::with_capacity(text.len());
    for line in text.lines().map(str::trim) {
        if in_comment {
            in_comment = !line.ends_with("*/");
        } else if line.starts_with("/*") && !line.contains("*/") {
            in_comment = true;
        } else if !(line.is_empty() || line.starts_with("//") || (line.starts_with("/*") && line.ends_with("*/"))) {
            code.push_str(line);
            code.push('\n');
        }
    }
    code
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_with_lines_of_their_own_are_removed() {
        let own = "// One.\n/** Two. */\n/**\n * Three. @param {string} a\n */\n\n  /** @type {X}\n   * Four. */\n";
        let script =
            format!("{own}const a = /** @type {{any}} */ (b); // Five.\n{own}  const url = 'https://shop.example';\n");
        let code = "const a = /** @type {any} */ (b); // Five.\nconst url = 'https://shop.example';\n";
        assert_eq!(compact(&script), code);
        assert_eq!(compact("/* One. */\na {\n  color: red;\n}\n"), "a {\ncolor: red;\n}\n");
    }
}
