//! Who did it to whom, in single sentences: the parties by country, or by name where they are of none.

use language::Model;
use reading::{bundled_lexicon, Report};

/// `TYPE ACTORS > RECIPIENTS` of every event of a text.
fn sides(text: &str, model: &Model, lexicon: &lexicon::Lexicon) -> Vec<String> {
    let published = "2020-06-01".parse().ok();
    let report = Report { text: text.to_owned(), published, ..Report::default() };
    let reading = reading::read(&report, model.parse(text), lexicon);
    let names = |ids: &[String]| {
        let actors = ids.iter().filter_map(|id| reading.actors.iter().find(|a| a.id == *id));
        actors.map(|a| a.country.clone().unwrap_or_else(|| a.name.clone())).collect::<Vec<_>>().join("+")
    };
    reading.events.iter().map(|e| format!("{} {} > {}", e.kind, names(&e.actors), names(&e.recipients))).collect()
}

fn holds(cases: &[(&str, &str)]) {
    let (model, lexicon) = (Model::bundled(), bundled_lexicon());
    for (text, wanted) in cases {
        let got = sides(text, &model, &lexicon);
        assert!(got.iter().any(|g| g == wanted), "{text}: {got:?}");
    }
}

#[test]
fn a_deed_that_names_nobody_else_is_done_to_the_place_that_it_reaches() {
    holds(&[
        ("Russian jets fired six missiles at depots in Idlib.", "ASSAULT RUS > SYR"),
        ("Kenya deployed two battalions in Somalia.", "MOBILIZE KEN > SOM"),
        ("Sudanese rebels blew up a pipeline near Heglig.", "ASSAULT SDN > SDN"),
        ("Turkey sent more frigates to the waters around Cyprus.", "MOBILIZE TUR > CYP"),
    ]);
}

#[test]
fn an_act_of_speech_is_meant_for_whoever_its_words_concern() {
    holds(&[
        ("Estonia opened an inquiry into thefts committed by Latvian customs officers.", "ACCUSE EST > LVA"),
        ("Chile demanded that Peru drop its plan to sell fishing rights to Ecuador.", "REQUEST CHL > PER"),
        ("Malian rebels demanded the resignation of the prime minister.", "REQUEST MLI > MLI"),
        ("Ghana refused to comply with a wish of the Togolese president.", "REJECT GHA > TGO"),
        ("The opposition in Nepal published a statement demanding that India lift the blockade.", "REQUEST NPL > IND"),
    ]);
}

#[test]
fn what_follows_a_denial_is_told_by_whoever_denies() {
    holds(&[(
        "A Malian minister denied that rebels had fired on the ferry and accused Chad of lying.",
        "ACCUSE MLI > TCD",
    )]);
}

#[test]
fn who_is_asked_or_accused_is_the_one_to_do_it() {
    holds(&[
        ("Bamako accuses Chad of arming the smugglers and sending its own men.", "ACCUSE MLI > TCD"),
        ("The Kenyan envoy urged Chad and Mali to stop the fighting.", "REQUEST KEN > TCD+MLI"),
    ]);
}

#[test]
fn what_is_acted_on_is_whose_it_is() {
    holds(&[
        ("Malian soldiers captured a rebel stronghold.", "ASSAULT MLI > rebel"),
        ("Turkey shut its borders with Syria and Iraq.", "SANCTION TUR > SYR+IRQ"),
        ("Jordan said it was ready to withdraw its soldiers from neighbouring Iraq.", "AGREE JOR > IRQ"),
        ("Rebels in Chad detonated a series of mines in Faya.", "ASSAULT TCD > TCD"),
        ("The Sudanese army drove out more than 300 Eritrean families.", "ASSAULT SDN > ERI"),
        ("Moldova complained to the council over two Ukrainian patrols.", "ACCUSE MDA > UKR"),
    ]);
}

#[test]
fn a_protest_is_against_whom_it_is_held_to_denounce() {
    holds(&[
        ("French farmers blocked the highway in Lyon to denounce Spanish imports.", "PROTEST FRA > ESP"),
        ("Demonstrators in Basra blocked a bridge to denounce the Iraqi army.", "PROTEST IRQ > IRQ"),
    ]);
}

#[test]
fn what_is_promised_or_refused_is_meant_for_the_other_side() {
    holds(&[
        ("Hungary said it would meet the Slovak negotiators.", "AGREE HUN > SVK"),
        (
            "The African Union turned down a plea for its soldiers to be stationed in Chad.",
            "REJECT African Union > TCD",
        ),
    ]);
}

#[test]
fn two_states_behind_one_noun_are_two_parties() {
    holds(&[
        ("The interior ministers of Peru and Bolivia met in Lima.", "CONSULT PER+BOL > "),
        ("Soldiers from Chad and the Central African Republic clashed with poachers.", "ASSAULT TCD+CAF+poachers > "),
    ]);
}

#[test]
fn whoever_does_something_in_a_talk_takes_part_in_it() {
    holds(&[("In a telephone call with Haitham bin Tariq, Angela Merkel repeated her offer.", "CONSULT OMN+DEU > ")]);
}

#[test]
fn a_medium_is_no_target() {
    holds(&[("Chad's defence minister admitted the raid on national radio.", "ASSAULT TCD > ")]);
}

#[test]
fn states_that_are_written_with_one_letter_amiss() {
    holds(&[("Uzbekstan has agreed to release two Kenyan pilots.", "AGREE UZB > KEN")]);
}

#[test]
fn a_name_of_two_words_that_is_a_place_is_no_body() {
    let (model, lexicon) = (Model::bundled(), bundled_lexicon());
    let text = "Settlers returned to the West Bank. The World Bank lent Chad money.";
    let reading = reading::read(&Report { text: text.to_owned(), ..Report::default() }, model.parse(text), &lexicon);
    assert!(reading.actors.iter().any(|a| a.name == "World Bank"), "{:?}", reading.actors);
    assert!(reading.actors.iter().all(|a| a.name != "West Bank"), "{:?}", reading.actors);
}

#[test]
fn who_is_said_to_be_engaged_in_something_does_it() {
    holds(&[("Ethiopian soldiers were engaged in heavy clashes with Eritrean troops.", "ASSAULT ETH+ERI > ")]);
}

#[test]
fn trees_that_went_wrong_are_read_by_what_words_can_do() {
    holds(&[
        ("Kenyan jets had bombed Somali positions near Kismayo.", "ASSAULT KEN > SOM"),
        ("A Kenyan strike killed two Somali commanders near Kismayo.", "ASSAULT KEN > SOM"),
        ("Ghana, which has been talking to both armies, called on Togo to reopen the bridge.", "REQUEST GHA > TGO"),
        ("Japan sailed two frigates past the island last week.", "MOBILIZE JPN > "),
        ("Eleven Russian frigates were detected near the island on Friday.", "MOBILIZE RUS > "),
        ("Mali and Niger severed ties with Gabon.", "SANCTION MLI+NER > GAB"),
        ("Kenya offered Uganda military aid.", "AGREE KEN > UGA"),
        ("Kenya said it remained ready to impose sanctions on Uganda.", "THREATEN KEN > UGA"),
        ("Kenya ordered Uganda's ambassador to leave.", "SANCTION KEN > UGA"),
    ]);
    let (model, lexicon) = (Model::bundled(), bundled_lexicon());
    let text = "Nurses who had fled fighting in Somalia slept in the school.";
    let got = sides(text, &model, &lexicon);
    assert!(got.iter().all(|e| e.starts_with("ASSAULT  >")), "{text}: {got:?}");
}

#[test]
fn nobody_attacks_what_is_his_own() {
    holds(&[("Malian rebels said that Chad had shelled one of its depots.", "ASSAULT TCD > MLI")]);
}

#[test]
fn an_undertaking_has_the_sides_of_what_it_undertakes() {
    holds(&[("Oman launched a mediation effort between Iran and Iraq.", "CONSULT OMN > IRN+IRQ")]);
}

#[test]
fn who_serves_a_body_above_states_is_of_no_state() {
    let (model, lexicon) = (Model::bundled(), bundled_lexicon());
    let text = "A United Nations envoy met al-Qaeda leaders.";
    let report = Report { text: text.to_owned(), ..Report::default() };
    let reading = reading::read(&report, model.parse(text), &lexicon);
    let sectors = |name: &str| reading.actors.iter().find(|a| a.name.contains(name)).map(|a| a.sectors.clone());
    assert!(sectors("envoy").is_some_and(|s| s.contains(&"IGO")), "{:?}", reading.actors);
    assert!(sectors("Al-Qaeda").is_some_and(|s| s.contains(&"IMG")), "{:?}", reading.actors);
}

#[test]
fn clauses_behind_a_semicolon_are_read_by_themselves() {
    holds(&[
        ("Peru recalled its envoy from Quito; Bolivia closed its border with Chile.", "SANCTION BOL > CHL"),
        ("Crowds in Uganda burned tyres; Kenyan police fired tear gas at students.", "ASSAULT KEN > students"),
    ]);
}

#[test]
fn a_clause_that_is_said_keeps_its_subject() {
    holds(&[(
        "Rebels in Chad released 20 soldiers on Sunday, two days after seizing them, Mali's interior minister said.",
        "RETREAT TCD > TCD",
    )]);
}

#[test]
fn those_hurt_where_others_fight_may_be_of_neither_side() {
    holds(&[(
        "Two Kenyan medics were killed in crossfire between the Sudanese army and rebels.",
        "ASSAULT SDN+rebels > KEN",
    )]);
}

#[test]
fn a_state_that_shares_its_name_is_told_by_what_stands_around_it() {
    holds(&[
        ("KINSHASA - Congo said Rwanda had shelled a camp near Goma.", "ASSAULT RWA > COD"),
        ("BRAZZAVILLE - Congo recalled its envoy from Libreville.", "SANCTION COG > GAB"),
    ]);
}
