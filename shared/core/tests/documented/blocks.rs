//! The blocks of a page.

/// A policy, or a part of one, and what it gives.
pub(crate) struct Example {
    pub(crate) text: String,
    /// A session, and what is given.
    pub(crate) outcomes: Vec<(String, String)>,
}

/// Every block of `toml`, with the block of `decide` that follows it.
pub(crate) fn examples(page: &str) -> Vec<Example> {
    let mut examples: Vec<Example> = Vec::new();
    for (language, text) in fences(page) {
        match language {
            "toml" => examples.push(Example { text, outcomes: Vec::new() }),
            "decide" => {
                let example = examples.last_mut().unwrap_or_else(|| panic!("no policy before\n{text}"));
                example.outcomes.extend(text.lines().map(|line| {
                    let line = line.split_once(" #").map_or(line, |(line, _)| line);
                    let (session, gives) = line.split_once(" -> ").unwrap_or_else(|| panic!("no outcome in {line}"));
                    (session.trim().to_owned(), gives.trim().to_owned())
                }));
            }
            _ => {}
        }
    }
    examples
}

fn fences(page: &str) -> Vec<(&str, String)> {
    let mut fences = Vec::new();
    let mut lines = page.lines();
    while let Some(line) = lines.next() {
        if let Some(language) = line.strip_prefix("```") {
            let text: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
            fences.push((language, text.join("\n")));
        }
    }
    fences
}

impl Example {
    /// The whole policy: what is said of an offer only, of one for every cart that gives 5 of its currency.
    pub(crate) fn policy(&self) -> String {
        if self.text.contains("[[offer]]") {
            return self.text.clone();
        }
        let head = "[[offer]]\nid = \"it\"\ninteraction = \"cart-threshold\"\nname = \"It\"\n";
        let mut text = format!("{head}{}", self.text);
        if !self.text.contains("when.quantity_at_least") {
            text.push_str("\nwhen.quantity_at_least = 1");
        }
        if !self.text.contains("give.") {
            text.push_str("\ngive.amount_off = { usd = \"5.00\", eur = \"5.00\", jpy = \"500\", kwd = \"5.000\" }");
        }
        text
    }
}
