//! Whole policies: what loads fits the schema.

use std::path::{Path, PathBuf};

use crate::read::{against, faults};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn files(folder: &str, extension: &str) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(root().join(folder)).unwrap();
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|found| found == extension));
    files.sort();
    files
}

/// Those that load; each must fit.
fn fitting(policies: impl IntoIterator<Item = (String, String)>) -> Vec<String> {
    let loaded = policies.into_iter().filter(|(_, text)| faults(text).is_empty());
    let fits = |(name, text): (String, String)| {
        assert_eq!(against(&text), [""; 0], "{name}\n{text}");
        name
    };
    loaded.map(fits).collect()
}

#[test]
fn policies_of_the_repository_fit_when_they_load() {
    let paths = files(".", "toml").into_iter().chain(files("cli/tests/data", "toml"));
    let policies = paths.map(|path| (path.display().to_string(), std::fs::read_to_string(&path).unwrap()));
    let policies: Vec<_> = policies.filter(|(_, text)| text.contains("[[offer]]")).collect();
    let fitting = fitting(policies);
    assert!(fitting.iter().any(|name| name.ends_with("/discounts.toml")), "{fitting:?}");
}

#[test]
fn policies_of_the_docs_fit_when_they_load() {
    let texts = files("docs", "md").into_iter().map(|path| std::fs::read_to_string(&path).unwrap());
    let examples = texts.flat_map(|text| {
        let blocks = text.split("```toml\n").skip(1).filter_map(|rest| rest.split("```").next());
        blocks.map(|block| ("an example".to_owned(), block.to_owned())).collect::<Vec<_>>()
    });
    assert!(fitting(examples).len() >= 20, "docs/check.md alone has 20");
}
