//! Headless Chromium, driven over its own protocol through two pipes: what a person at a keyboard does, and what they see.

use std::fs::{self, File, OpenOptions};
use std::io::{BufRead, BufReader, Write};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use serde_json::{json, Value};

/// What is waited for is there within so many milliseconds, or the test fails.
const PATIENCE: u32 = 30_000;
/// Steps from one element to another with the tabulator at most.
const STEPS: usize = 300;

/// A browser with one page.
pub struct Browser {
    child: Child,
    to: File,
    from: BufReader<File>,
    folder: PathBuf,
    session: Option<String>,
    asked: u64,
}

/// A key: its name, its number, and what it writes.
pub type Key = (&'static str, u32, &'static str);
pub const TAB: Key = ("Tab", 9, "");
pub const ENTER: Key = ("Enter", 13, "\r");
pub const SPACE: Key = (" ", 32, " ");

impl Browser {
    /// The browser of this machine; `None`, with a loud word, where there is none.
    pub fn found(test: &str) -> Option<Self> {
        let names = ["chromium", "chromium-browser"];
        let Some(program) = names.into_iter().find(|name| Command::new(name).arg("--version").output().is_ok()) else {
            eprintln!(
                "SKIPPED {test}: there is no chromium, so nothing was tried in a browser; apt-get install chromium"
            );
            return None;
        };
        let folder = std::env::temp_dir().join(format!("attache-browser-{test}-{}", std::process::id()));
        fs::create_dir_all(&folder).expect("a folder");
        let (to, from) = (folder.join("to"), folder.join("from"));
        assert!(Command::new("mkfifo").args([&to, &from]).status().expect("mkfifo runs").success());
        // The protocol is spoken on descriptors 3 and 4.
        let child = Command::new("sh")
            .args(["-c", "exec \"$0\" \"$@\" 3<\"$TO\" 4>\"$FROM\"", program])
            .args(["--headless", "--no-sandbox", "--disable-gpu", "--remote-debugging-pipe"])
            .arg(format!("--user-data-dir={}", folder.join("profile").display()))
            .envs([("TO", &to), ("FROM", &from)])
            .stderr(Stdio::null())
            .spawn()
            .expect("the browser starts");
        let to = OpenOptions::new().write(true).open(&to).expect("the browser listens");
        let from = BufReader::new(File::open(&from).expect("the browser speaks"));
        let mut browser = Self { child, to, from, folder, session: None, asked: 0 };
        let target = browser.ask("Target.createTarget", &json!({"url": "about:blank"}));
        let attached = browser.ask("Target.attachToTarget", &json!({"targetId": target["targetId"], "flatten": true}));
        browser.session = attached["sessionId"].as_str().map(str::to_owned);
        browser.ask("Emulation.setFocusEmulationEnabled", &json!({"enabled": true}));
        Some(browser)
    }

    fn ask(&mut self, method: &str, params: &Value) -> Value {
        self.asked += 1;
        let mut message = json!({"id": self.asked, "method": method, "params": params});
        if let Some(session) = &self.session {
            message["sessionId"] = json!(session);
        }
        self.to.write_all(format!("{message}\0").as_bytes()).expect("the browser listens");
        loop {
            let mut told = Vec::new();
            self.from.read_until(0, &mut told).expect("the browser speaks");
            assert_eq!(told.pop(), Some(0), "the browser has ended");
            let told: Value = serde_json::from_slice(&told).expect("JSON");
            if told["id"] == self.asked {
                assert!(told["error"].is_null(), "{method}: {}", told["error"]);
                return told["result"].clone();
            }
        }
    }

    /// Opens an address.
    pub fn open(&mut self, address: &str) {
        self.ask("Page.navigate", &json!({"url": address}));
    }

    /// The value of a script, waited for.
    pub fn value(&mut self, script: &str) -> Value {
        let told =
            self.ask("Runtime.evaluate", &json!({"expression": script, "awaitPromise": true, "returnByValue": true}));
        assert!(told["exceptionDetails"].is_null(), "{script}: {}", told["exceptionDetails"]);
        told["result"]["value"].clone()
    }

    /// Returns as soon as `condition` holds of the page.
    pub fn once(&mut self, condition: &str) {
        let script = format!(
            "new Promise((yes, no) => {{
               const look = () => {{ if ({condition}) {{ watching.disconnect(); yes(); }} }};
               const watching = new MutationObserver(look);
               watching.observe(document, {{ childList: true, subtree: true, attributes: true, characterData: true }});
               setTimeout(() => no(new Error(document.body.innerText)), {PATIENCE});
               look();
             }})"
        );
        self.value(&script);
    }

    pub fn press(&mut self, (key, number, text): Key) {
        let event = json!({"type": "keyDown", "key": key, "windowsVirtualKeyCode": number, "text": text});
        self.ask("Input.dispatchKeyEvent", &event);
        let event = json!({"type": "keyUp", "key": key, "windowsVirtualKeyCode": number});
        self.ask("Input.dispatchKeyEvent", &event);
    }

    pub fn write(&mut self, text: &str) {
        self.ask("Input.insertText", &json!({"text": text}));
    }

    /// Goes on with the tabulator until the element with the focus, `e`, is the one meant.
    pub fn tab_to(&mut self, meant: &str) {
        for _ in 0..STEPS {
            self.press(TAB);
            if self.value(&format!("(e => {meant})(document.activeElement)")) == true {
                return;
            }
        }
        panic!("the keyboard does not lead to {meant}");
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        let _ = fs::remove_dir_all(&self.folder);
    }
}
