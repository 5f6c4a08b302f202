//! The page: files inside the program, kept by hand, no outside host.

use std::sync::OnceLock;

use flate2::Compression;
use hyper::body::Bytes;

use crate::reply::compressed;

/// A file of the page.
pub(crate) struct Asset {
    pub kind: &'static str,
    pub plain: Bytes,
    pub compressed: Bytes,
    pub etag: String,
}

const HTML: &str = "text/html; charset=utf-8";
const SCRIPT: &str = "text/javascript; charset=utf-8";
const STYLE: &str = "text/css; charset=utf-8";

macro_rules! file {
    ($path:literal, $kind:expr, $file:literal) => {
        ($path, $kind, include_bytes!(concat!("../page/", $file)) as &[u8])
    };
}

const FILES: &[(&str, &str, &[u8])] = &[
    file!("/", HTML, "index.html"),
    file!("/assets/page.css", STYLE, "page.css"),
    file!("/assets/icon.svg", "image/svg+xml", "icon.svg"),
    file!("/assets/early.js", SCRIPT, "early.js"),
    file!("/assets/page.js", SCRIPT, "page.js"),
    file!("/assets/api.js", SCRIPT, "api.js"),
    file!("/assets/dom.js", SCRIPT, "dom.js"),
    file!("/assets/words.js", SCRIPT, "words.js"),
    file!("/assets/map.js", SCRIPT, "map.js"),
    file!("/assets/charts.js", SCRIPT, "charts.js"),
    file!("/assets/text.js", SCRIPT, "text.js"),
    file!("/assets/parts.js", SCRIPT, "parts.js"),
    file!("/assets/overview.js", SCRIPT, "overview.js"),
    file!("/assets/incident.js", SCRIPT, "incident.js"),
    file!("/assets/actor.js", SCRIPT, "actor.js"),
    file!("/assets/agreement.js", SCRIPT, "agreement.js"),
    file!("/assets/deciding.js", SCRIPT, "deciding.js"),
    file!("/assets/alerts.js", SCRIPT, "alerts.js"),
    file!("/assets/client.js", SCRIPT, "client.js"),
    file!("/assets/filters.js", SCRIPT, "filters.js"),
    file!("/assets/dyad.js", SCRIPT, "dyad.js"),
    file!("/assets/report.js", SCRIPT, "report.js"),
    file!("/assets/search.js", SCRIPT, "search.js"),
    file!("/assets/lists.js", SCRIPT, "lists.js"),
    file!("/assets/world.json", "application/json", "world/world.json"),
];

/// The file at `path`.
pub(crate) fn at(path: &str) -> Option<&'static Asset> {
    static READY: OnceLock<Vec<(&str, Asset)>> = OnceLock::new();
    let files = READY.get_or_init(|| FILES.iter().map(|&(path, kind, bytes)| (path, ready(kind, bytes))).collect());
    files.iter().find(|(name, _)| *name == path).map(|(_, asset)| asset)
}

fn ready(kind: &'static str, bytes: &'static [u8]) -> Asset {
    let sum = ring::digest::digest(&ring::digest::SHA256, bytes);
    let etag = sum.as_ref()[..8].iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    Asset {
        kind,
        plain: Bytes::from_static(bytes),
        compressed: compressed(bytes, Compression::best()),
        etag: format!("W/\"{etag}\""),
    }
}
