//! Checks `knowledge/` and packs it into the program; a wrong line there stops the build with its file and line.

use std::{env, fs, path::Path, process};

fn main() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../knowledge");
    println!("cargo:rerun-if-changed={}", root.display());
    let folder = lexicon::Folder::read(&root).unwrap_or_else(|e| fail(&format!("{}: {e}", root.display())));
    let bytes = lexicon::compile(&folder).unwrap_or_else(|problems| fail(&problems.to_string()));
    let files = folder.pack().unwrap_or_else(|e| fail(&e.to_string()));
    write("knowledge.bin", &bytes);
    write("knowledge-files.bin", &files);
}

fn write(name: &str, bytes: &[u8]) {
    let out = env::var_os("OUT_DIR").map(|dir| Path::new(&dir).join(name));
    let out = out.unwrap_or_else(|| fail("cargo sets no OUT_DIR"));
    fs::write(&out, bytes).unwrap_or_else(|e| fail(&format!("{}: {e}", out.display())));
}

fn fail(message: &str) -> ! {
    eprintln!("knowledge/ cannot be packed:\n{message}");
    process::exit(1);
}
