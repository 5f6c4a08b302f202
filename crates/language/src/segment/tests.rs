use super::*;

/// Words with `|` between sentences, and `+` between the words of one written token.
fn show(text: &str) -> String {
    let out = segment(text);
    let mut shown = String::new();
    let mut multiwords = out.multiwords.iter().peekable();
    let mut ends = out.sentence_ends.iter().peekable();
    for (i, word) in out.words.iter().enumerate() {
        let i = i as u32;
        while multiwords.next_if(|m| m.1 <= i).is_some() {}
        let inside = multiwords.peek().is_some_and(|m| m.0 < i && i < m.1);
        if ends.next_if_eq(&&i).is_some() {
            shown.push_str(" | ");
        } else if i > 0 {
            shown.push(if inside { '+' } else { ' ' });
        }
        shown.push_str(word.of(text));
    }
    shown
}

#[track_caller]
fn check(cases: &[(&str, &str)]) {
    for (text, expected) in cases {
        assert_eq!(show(text), *expected, "of {text:?}");
    }
}

#[test]
fn clitics_are_words() {
    check(&[
        ("They don't know Kyiv's plans.", "They do+n't know Kyiv+'s plans ."),
        ("It’s what we’d cannot do", "It+’s what we+’d can+not do"),
        ("the workers' union", "the workers+' union"),
        ("O'zbek and Qa'ida at five o'clock", "O'zbek and Qa'ida at five o'clock"),
    ]);
}

#[test]
fn quotes_and_brackets_are_tokens() {
    check(&[
        ("“We left,” he said.", "“ We left , ” he said ."),
        ("\"We 'never' left,\" (she) said.", "\" We ' never ' left , \" ( she ) said ."),
    ]);
}

#[test]
fn hyphens_part_compounds_but_not_prefixes() {
    check(&[
        ("a long-term anti-war plan by al-Shabaab", "a long - term anti-war plan by al - Shabaab"),
        ("call 713-853-3989 on pages 3-4", "call 713-853-3989 on pages 3 - 4"),
    ]);
}

#[test]
fn abbreviations_keep_their_stop() {
    check(&[
        (
            "Lt. Gen. J. Smith of the U.S. Army left at 5 a.m. on Monday.",
            "Lt. Gen. J. Smith of the U.S. Army left at 5 a.m. on Monday .",
        ),
        ("It ended. Mr. Ali, No. 5, paid $5m (3.5%).", "It ended . | Mr. Ali , No. 5 , paid $ 5 m ( 3.5 % ) ."),
    ]);
}

#[test]
fn sentences_end() {
    check(&[
        ("He left on Monday.The army stayed.", "He left on Monday . | The army stayed ."),
        ("\"Go.\" She went.", "\" Go . \" | She went ."),
        ("Troops enter town\n\nThe army said so.", "Troops enter town | The army said so ."),
        (
            "KYIV, April 2 (Reuters) - Two men were\nkilled in the town on Tuesday.\n",
            "KYIV , April 2 ( Reuters ) - | Two men were killed in the town on Tuesday .",
        ),
    ]);
}

#[test]
fn line_ends_part_sentences_only_where_they_were_meant_to() {
    check(&[
        (
            "The two governments signed the accord on Tuesday after\nmonths of talks in Geneva, and officials said that Monday\nwould see the first exchange.\n",
            "The two governments signed the accord on Tuesday after months of talks in Geneva , and officials said that Monday \
             would see the first exchange .",
        ),
        (
            "Talks to resume in Geneva\nThe two governments will meet again next week, a spokesman for the ministry said on Tuesday.\n",
            "Talks to resume in Geneva | The two governments will meet again next week , a spokesman for the ministry said on \
             Tuesday .",
        ),
        (
            "The accord says:\n- Troops leave the town\n- Prisoners are exchanged\n- Aid is let in\n",
            "The accord says : | - Troops leave the town | - Prisoners are exchanged | - Aid is let in",
        ),
    ]);
}

#[test]
fn stops_of_abbreviations_can_end_sentences() {
    check(&[
        ("He moved to the U.S. The army stayed.", "He moved to the U.S. | The army stayed ."),
        ("He met the U.S. Secretary of State.", "He met the U.S. Secretary of State ."),
        ("He saw tanks, guns, etc. The rest fled.", "He saw tanks , guns , etc . | The rest fled ."),
        ("George W. Bush left. J. Smith stayed.", "George W. Bush left . | J. Smith stayed ."),
    ]);
}

#[test]
fn numbers_keep_their_marks() {
    check(&[
        ("1,500 men, 3.5 km, 9/11, S/RES/2231", "1,500 men , 3.5 km , 9/11 , S/RES/2231"),
        ("a 155mm gun, US$5bn, €3m, 7:30pm, 2019-20", "a 155 mm gun , US$ 5 bn , € 3 m , 7:30 pm , 2019 - 20"),
        ("the 1990's and '90s, the T-72, 13,14", "the 1990's and '90s , the T - 72 , 13 , 14"),
    ]);
}

#[test]
fn addresses_stay_whole() {
    check(&[(
        "See https://example.org/a?b=1, www.example.com. Write to press@mod.gov.example.",
        "See https://example.org/a?b=1 , www.example.com . | Write to press@mod.gov.example .",
    )]);
}

#[test]
fn sentences_are_never_too_long() {
    let text = "word ".repeat(5000);
    let out = segment(&text);
    assert_eq!(out.words.len(), 5000);
    let mut start = 0;
    for end in out.sentence_ends {
        assert!((end - start) as usize <= LONGEST_SENTENCE);
        start = end;
    }
    assert_eq!(start, 5000);
}

#[test]
fn hostile_texts_take_linear_time() {
    for text in [
        "\"".repeat(200_000),
        "“‘".repeat(100_000),
        "a".repeat(1_000_000),
        "a.b".repeat(300_000),
        "a@".repeat(300_000),
        "a-b".repeat(300_000),
        "http://".repeat(100_000),
        "no. ".repeat(200_000),
        "1,".repeat(300_000),
        "\0\u{301}\u{200f}😀".repeat(100_000),
        "www.".repeat(200_000),
        "'s".repeat(300_000),
        "...!?".repeat(200_000),
        ".a".repeat(300_000),
        "a.bc-".repeat(200_000),
    ] {
        let out = segment(&text);
        assert_eq!(out.sentence_ends.last().map_or(0, |&end| end as usize), out.words.len());
    }
}

#[test]
fn marks_beyond_ascii_stand_next_to_each_other() {
    check(&[("[1]–.5 é.5 ’’…", "[ 1 ] – . 5 é. 5 ’’ …")]);
}

#[test]
fn a_dateline_is_a_sentence_of_its_own() {
    check(&[
        ("KYIV, 4 May (Agency) -- Two soldiers died.", "KYIV , 4 May ( Agency ) -- | Two soldiers died ."),
        ("Geneva, May 4, 2020 – The envoy left.", "Geneva , May 4 , 2020 – | The envoy left ."),
        ("(Geneva, May 4, 2020) - The envoy left.", "( Geneva , May 4 , 2020 ) - | The envoy left ."),
        ("NEW DELHI: India said no.", "NEW DELHI : | India said no ."),
        ("GOMA, Republic of Congo - Rebels fled.", "GOMA , Republic of Congo - | Rebels fled ."),
        ("Gaza - Egypt talks began.", "Gaza - Egypt talks began ."),
        ("BRAZIL 3 - 2 ITALY", "BRAZIL 3 - 2 ITALY"),
        ("He visited KYIV, 4 May - The mayor.", "He visited KYIV , 4 May - The mayor ."),
    ]);
}
