//! Web pages: the report's own prose, its title, day and publisher.
//!
//! The page is read as a stream of tags, without building its tree, so that time is linear in its length however deeply
//! it nests. [`page`] cuts it into blocks of text, [`prose`] chooses those that are the report.

mod page;
mod prose;

use encoding_rs::{Encoding, UTF_8};

use crate::bytes::{text, without_nul};
use crate::{day, BadBytes, Fault, Report, LONGEST_REPORT};

/// Longest page that is taken in, in bytes.
pub(crate) const LONGEST_PAGE: usize = 16 * 1024 * 1024;

/// Fills `report` with what the page says; what the page does not say stays as it is.
pub(crate) fn fill(report: &mut Report, bytes: Vec<u8>, bad: BadBytes) -> Result<(), Fault> {
    if bytes.trim_ascii().is_empty() {
        return Err(Fault::Empty);
    }
    let page = page::read(decode(bytes, bad)?);
    report.text = without_nul(prose::choose(&page.blocks), BadBytes::Replace)?;
    if report.text.is_empty() {
        return Err(Fault::NoProse);
    }
    if report.text.len() > LONGEST_REPORT {
        return Err(Fault::TooLong(LONGEST_REPORT));
    }
    let about = page.about;
    report.title = about.title.or_else(|| report.title.take());
    report.publisher = about.publisher.or_else(|| report.publisher.take());
    report.url = about.url.or_else(|| report.url.take());
    report.published = about.days.iter().find_map(|d| day(d).ok()).or(report.published);
    Ok(())
}

/// The text of a fragment of HTML on one line, without its tags and scripts.
pub(crate) fn plain(html: &str) -> String {
    let blocks = page::read(html.to_owned()).blocks;
    blocks.iter().map(|b| b.text.as_str()).collect::<Vec<_>>().join(" ")
}

/// The paragraphs of a fragment of HTML, all of them: what a feed gives as an entry's text.
pub(crate) fn paragraphs(html: &str) -> String {
    let blocks = page::read(html.to_owned()).blocks;
    blocks.iter().map(|b| b.text.as_str()).collect::<Vec<_>>().join("\n\n")
}

/// A byte order mark decides, then what the page says of itself, then UTF-8.
fn decode(bytes: Vec<u8>, bad: BadBytes) -> Result<String, Fault> {
    if Encoding::for_bom(&bytes).is_some() {
        return text(bytes, bad);
    }
    // What is sound UTF-8 beyond ASCII is no other encoding, whatever the page says.
    let sound = !bytes.is_ascii() && std::str::from_utf8(&bytes).is_ok();
    match declared(&bytes).filter(|_| !sound) {
        // In the older encodings nearly every byte is some character; what is not becomes U+FFFD, as in a browser.
        Some(encoding) if encoding != UTF_8 => Ok(encoding.decode_without_bom_handling(&bytes).0.into_owned()),
        _ => match text(bytes, bad) {
            Err(Fault::Nul { .. }) => Err(Fault::NoProse),
            decoded => decoded,
        },
    }
}

/// The encoding that `<meta charset=…>` names within the first kilobyte.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(1024)];
    let head = String::from_utf8_lossy(head).to_ascii_lowercase();
    let label = head.split_once("charset=")?.1.trim_start_matches(['"', '\'', ' ']);
    let label: String = label.chars().take_while(|c| c.is_ascii_alphanumeric() || "-_:".contains(*c)).collect();
    Encoding::for_label(label.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fetched(page: &str) -> Report {
        let mut report = Report::default();
        fill(&mut report, page.as_bytes().to_vec(), BadBytes::Refuse).expect("a page with prose");
        report
    }

    const PAGE: &str = r#"<!doctype html><html lang="en"><head><meta charset="utf-8">
        <title>Six sailors freed after strait standoff | Harbour Wire</title>
        <meta property="og:title" content="Six sailors freed after strait standoff">
        <meta property="og:site_name" content="Harbour Wire">
        <meta property="article:published_time" content="2024-03-05T08:00:00Z">
        <link rel="canonical" href="https://wire.example/sailors">
        <script>var teaser = "<p>The navy of nowhere said, on Monday, that this is no prose at all.</p>";</script></head><body>
        <nav><ul><li><a href="/">Home</a></li><li><a href="/world">World news, politics and a long menu of it</a></li></ul></nav>
        <header><h1>Six sailors freed after strait standoff</h1></header>
        <article><p class="byline">By Jane Roe</p>
        <p>Iran released six sailors of a cargo vessel on Tuesday, <a href="/m">the foreign ministry</a> in Manila&nbsp;said,
        ending a standoff of eleven days.</p>
        <figure><img src="x.jpg"><figcaption>A ship of the same line, seen in the harbour of Piraeus in the year before.</figcaption></figure>
        <p>“They are in good health,” spokeswoman Ana Cruz said.<br>The vessel remains at Bandar Abbas.</p>
        <h2>Wheat for Yemen</h2>
        <p>Oman, which mediated, thanked both governments for the swift way in which they had settled the matter.</p>
        <div class="related-links"><p>Read more: <a href="/b">Ten ships that were held in the strait, and what came of it</a></p></div>
        </article>
        <aside><p>Subscribe to our letter, which comes every morning, and never miss a story of the sea again.</p></aside>
        <footer><p>Copyright 2024 Harbour Wire. All rights are reserved, in all countries, for all times.</p></footer></body></html>"#;

    #[test]
    fn the_report_is_taken_and_what_stands_around_it_is_left() {
        let report = fetched(PAGE);
        assert_eq!(
            report.text,
            "Iran released six sailors of a cargo vessel on Tuesday, the foreign ministry in Manila said, ending a standoff of \
             eleven days.\n\n“They are in good health,” spokeswoman Ana Cruz said.\n\nThe vessel remains at Bandar \
             Abbas.\n\nWheat for Yemen\n\nOman, which mediated, thanked both governments for the swift way in which they had \
             settled the matter."
        );
    }

    #[test]
    fn title_day_publisher_and_address_are_taken_from_what_the_page_says_of_itself() {
        let report = fetched(PAGE);
        assert_eq!(report.title.as_deref(), Some("Six sailors freed after strait standoff"));
        assert_eq!(report.publisher.as_deref(), Some("Harbour Wire"));
        assert_eq!(report.url.as_deref(), Some("https://wire.example/sailors"));
        assert_eq!(report.published.map(|d| d.to_string()).as_deref(), Some("2024-03-05"));
    }

    #[test]
    fn the_day_is_found_in_linked_data_and_in_time_elements_too() {
        let prose =
            "<p>The two armies withdrew from the ridge on Monday, both ministries of defence said in the evening.</p>";
        for (head, wanted) in [
            (
                r#"<script type="application/ld+json">{"@type":"NewsArticle","datePublished":"2023-11-02T10:00:00+01:00"}</script>"#,
                "2023-11-02",
            ),
            (r#"<time datetime="2022-01-31">last day of January</time>"#, "2022-01-31"),
            (
                r#"<meta itemprop="datePublished" content="2021-02-30"><time datetime="2021-03-02">2 March</time>"#,
                "2021-03-02",
            ),
        ] {
            let report = fetched(&format!("{head}{prose}"));
            assert_eq!(report.published.map(|d| d.to_string()).as_deref(), Some(wanted), "{head}");
        }
    }

    #[test]
    fn the_headline_of_linked_data_goes_before_the_title_of_the_window() {
        let page = r#"<title>Agency</title><script type="application/ld+json">{"@graph":[{"headline":"The \u201cford\u201d is shelled"}]}</script>
            <p>The two armies withdrew from the ridge on Monday, both ministries of defence said in the evening.</p>"#;
        assert_eq!(fetched(page).title.as_deref(), Some("The “ford” is shelled"));
    }

    #[test]
    fn older_encodings_are_read_as_the_page_declares_them() {
        let mut page = b"<meta charset=windows-1251><p>The village of \xCA\xE8\xE5\xE2 was shelled on Monday, its mayor said, and two houses burnt down.</p>".to_vec();
        let mut report = Report::default();
        fill(&mut report, page.clone(), BadBytes::Refuse).expect("a page with prose");
        assert!(report.text.starts_with("The village of Киев was shelled"), "{}", report.text);
        page.drain(..27);
        let fault = fill(&mut report, page, BadBytes::Refuse);
        assert!(matches!(fault, Err(Fault::NotUtf8 { .. })), "{fault:?}");
    }

    #[test]
    fn a_page_without_prose_is_no_report() {
        let menu = "<ul><li><a href=/>Home</a><li><a href=/a>About</a></ul>".repeat(50);
        assert_eq!(fill(&mut Report::default(), menu.into_bytes(), BadBytes::Refuse), Err(Fault::NoProse));
        assert_eq!(fill(&mut Report::default(), b" \n".to_vec(), BadBytes::Refuse), Err(Fault::Empty));
    }

    #[test]
    fn tags_that_nest_without_end_and_are_never_closed_do_no_harm() {
        let prose =
            "The army said on Monday that four soldiers had been killed in the shelling of a village near the border.";
        let page = format!("{}<p>{prose}", "<div><nav></nav><span>".repeat(200_000));
        assert_eq!(fetched(&page).text, prose);
    }
}
