//! A function is a row in the table of endpoints, a folder, and a route: none is missing, and none is left over.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use shared::Endpoint;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

#[test]
fn every_endpoint_has_its_folder_and_every_folder_its_endpoint() {
    let folders = std::fs::read_dir(root().join("functions")).unwrap();
    let folders: BTreeSet<String> = folders.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    let endpoints: BTreeSet<String> = Endpoint::all().map(|endpoint| endpoint.name().to_owned()).collect();
    // A schedule calls the sweep, which has no route.
    assert_eq!(folders, endpoints.iter().cloned().chain(["sweep".to_owned()]).collect());
    for name in endpoints {
        let main = std::fs::read_to_string(root().join("functions").join(&name).join("src/main.rs")).unwrap();
        let endpoint = Endpoint::all().find(|endpoint| endpoint.name() == name).unwrap();
        for path in endpoint.paths() {
            assert!(main.contains(&format!("POST {path}`")), "{name} says its route {path}");
        }
        assert!(main.lines().count() <= 25, "{name} is wiring");
    }
}

#[test]
fn cargo_lambda_watch_routes_as_the_table_does() {
    let manifest = std::fs::read_to_string(root().join("Cargo.toml")).unwrap();
    let section = manifest.split("[workspace.metadata.lambda.watch.router]").nth(1).expect("the router is configured");
    let routes: BTreeSet<&str> = section.lines().skip(1).take_while(|line| line.starts_with('"')).collect();
    let route = |endpoint: Endpoint, path: String| {
        format!(r#""{path}" = [{{ method = "POST", function = "{}" }}]"#, endpoint.name())
    };
    let of_endpoint = |endpoint: Endpoint| endpoint.paths().map(move |path| route(endpoint, path));
    let expected: Vec<String> = Endpoint::all().flat_map(of_endpoint).collect();
    assert_eq!(routes, expected.iter().map(String::as_str).collect());
}
