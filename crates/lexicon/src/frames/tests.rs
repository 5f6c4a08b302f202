use std::path::Path;

use super::*;
use crate::ontology;
use crate::source::{Folder, Problems};

fn bundled() -> Folder {
    Folder::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../knowledge")).expect("knowledge is there")
}

fn load(folder: &Folder) -> (Table, Problems) {
    let mut problems = Problems::default();
    let ontology = ontology::Table::load(folder, &mut problems);
    (Table::load(folder, &ontology, &mut problems), problems)
}

/// The bundled knowledge with one more sense file, written to a folder of its own.
fn with_senses(lines: &str) -> Problems {
    let dir = std::env::temp_dir().join(format!("attache-frames-{}-{}", std::process::id(), lines.len()));
    let senses = dir.join("frames/senses");
    std::fs::create_dir_all(&senses).expect("a folder for the test");
    let text = format!("trigger,slots,type,mode,cameo,contexts,note\n{lines}\n");
    std::fs::write(senses.join("zz.csv"), text).expect("a file for the test");
    let folder = bundled().overlaid(Folder::read(&dir).expect("the folder is there"));
    let (_, problems) = load(&folder);
    std::fs::remove_dir_all(&dir).expect("the folder is ours");
    problems
}

#[test]
fn the_bundled_frames_are_sound() {
    let (table, problems) = load(&bundled());
    assert!(problems.is_empty(), "{problems}");
    let shell = table.word("shell").expect("shell is a trigger");
    let told = |s: &&Sense| s.kind == Some(ontology::EventType::Assault);
    let sense = table.senses(shell).iter().find(told).expect("it has a sense that is a deed");
    assert!(table.location(sense).starts_with("frames/senses/"));
}

#[test]
fn what_an_editor_gets_wrong_is_named_with_its_line() {
    let cases = [
        ("zap/v,,ZAP,,,,", "unknown type"),
        ("zap/v,,ASSAULT,phone,,,", "unknown mode of ASSAULT"),
        ("zap/v,,ASSAULT,,999,,", "unknown CAMEO code"),
        ("zap/v,,ASSAULT,,,weather,", "unknown context"),
        ("zap/v,obj=victim,ASSAULT,,,,", "unknown role"),
        ("zap/v,+objekt,ASSAULT,,,,", "unknown slot"),
        ("zap/v,+obj:SOLDIERY,ASSAULT,,,,", "unknown class"),
        ("zap/v,+obj:Fire,ASSAULT,,,,", "mixes cases"),
        ("zap,,ASSAULT,,,,", "no part of speech"),
        ("zap/v,obj=killed obj=wounded,ASSAULT,,,,", "stands twice"),
    ];
    for (line, what) in cases {
        let problems = with_senses(line);
        let problem = problems.iter().next().unwrap_or_else(|| panic!("{line} passed"));
        assert!(problem.what.contains(what), "{line}: {problem}");
        assert_eq!((problem.file.as_str(), problem.line), ("frames/senses/zz.csv", 2), "{line}");
    }
}
