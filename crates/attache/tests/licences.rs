//! Everything that the program is built from may be used in a program under MIT or Apache-2.0.

use std::process::Command;

/// Licences that ask for no more than naming the authors.
const ALLOWED: [&str; 13] = [
    "MIT",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "ISC",
    "Zlib",
    "0BSD",
    "Unicode-3.0",
    "Unlicense",
    "CC0-1.0",
    "BSL-1.0",
    // Of data, not code: the root certificates that servers are checked against.
    "CDLA-Permissive-2.0",
];

/// Whether a licence expression can be met: any side of an OR, every side of an AND.
fn is_allowed(expression: &str) -> bool {
    let expression = expression.trim();
    for (operator, any) in [(" AND ", false), (" OR ", true), ("/", true)] {
        if let Some((left, right)) = split_outside_brackets(expression, operator) {
            let (left, right) = (is_allowed(left), is_allowed(right));
            return if any { left || right } else { left && right };
        }
    }
    match expression.strip_prefix('(').and_then(|e| e.strip_suffix(')')) {
        Some(inner) => is_allowed(inner),
        None => ALLOWED.contains(&expression),
    }
}

fn split_outside_brackets<'a>(expression: &'a str, operator: &str) -> Option<(&'a str, &'a str)> {
    let depth = |at: usize| expression[..at].matches('(').count() - expression[..at].matches(')').count();
    let at = expression.match_indices(operator).map(|(at, _)| at).find(|&at| depth(at) == 0)?;
    Some((&expression[..at], &expression[at + operator.len()..]))
}

#[test]
fn expressions_are_understood() {
    for (expression, wanted) in [
        ("MIT", true),
        ("GPL-3.0-only", false),
        ("MIT OR GPL-3.0-only", true),
        ("MIT AND GPL-3.0-only", false),
        ("(MIT OR Apache-2.0) AND Unicode-3.0", true),
        ("MIT/Apache-2.0", true),
        ("(MPL-2.0 OR GPL-2.0-only) AND MIT", false),
    ] {
        assert_eq!(is_allowed(expression), wanted, "{expression}");
    }
}

#[test]
fn every_dependency_has_a_licence_that_we_can_meet() {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--locked", "--filter-platform", "x86_64-unknown-linux-gnu"])
        .current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
        .output()
        .expect("cargo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout).expect("cargo writes JSON");
    let packages = metadata["packages"].as_array().expect("packages");
    assert!(packages.len() > 20);
    let refused: Vec<String> = packages
        .iter()
        .filter(|p| !p["license"].as_str().is_some_and(is_allowed))
        .map(|p| format!("{} {}: {}", p["name"], p["version"], p["license"]))
        .collect();
    assert!(refused.is_empty(), "{refused:#?}");
}
