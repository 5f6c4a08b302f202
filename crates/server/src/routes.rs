//! Every address of the API: what it takes, what it gives. The description at `/openapi.json` is written from this table.

use hyper::Method;
use ledger::Ledger;
use lexicon::Lexicon;

use crate::api::{actors, agreements, alerts, claims, decisions, dyads, incidents, overview, reports, Known};
use crate::ask::{Ask, Kind, Param};
use crate::guard::Client;
use crate::problem::Problem;

/// A document of JSON.
pub(crate) type Answer = Result<Vec<u8>, Problem>;

/// What answers.
#[derive(Clone, Copy)]
pub(crate) enum Work {
    /// A call into the ledger: the same answer as long as the ledger is the same.
    Ledger(fn(&Known<'_>, &Ask) -> Answer),
    /// The reading of a text that is sent.
    Read,
    /// A change of the ledger, signed by whoever asks for it.
    Change { method: &'static str, work: fn(&mut Ledger, &Lexicon, &Ask, &Client) -> Answer },
}

/// An address of the API.
pub(crate) struct Route {
    /// `{id}` can only stand at the end.
    pub path: &'static str,
    pub about: &'static str,
    pub params: &'static [Param],
    /// Name of the answer's schema.
    pub schema: &'static str,
    pub work: Work,
}

impl Route {
    pub fn method(&self) -> &'static str {
        match self.work {
            Work::Ledger(_) => "GET",
            Work::Read => "POST",
            Work::Change { method, .. } => method,
        }
    }
}

/// The routes of a path, one for each method, with what stands at `{id}`.
pub(crate) struct Found {
    pub routes: Vec<&'static Route>,
    pub id: Option<String>,
}

impl Found {
    pub fn by_method(&self, method: &Method) -> Option<&'static Route> {
        let method = if *method == Method::HEAD { "GET" } else { method.as_str() };
        self.routes.iter().copied().find(|route| route.method() == method)
    }

    /// The methods that are answered.
    pub fn methods(&self) -> String {
        let named = self.routes.iter().map(|route| if route.method() == "GET" { "GET, HEAD" } else { route.method() });
        named.collect::<Vec<_>>().join(", ")
    }
}

const fn param(name: &'static str, kind: Kind, about: &'static str) -> Param {
    Param { name, kind, about, required: false }
}

const SINCE: Param = param("since", Kind::Day, "from this day on");
const UNTIL: Param = param("until", Kind::Day, "up to this day");
const ACTORS: Param = param(
    "actors",
    Kind::List,
    "with one of these taking part or giving an account: names, parts of names, ISO codes of states",
);
const PLACE: Param =
    param("place", Kind::Text, "at a place or in an area of this name, or in the state of this ISO code");
const TYPE: Param = param("type", Kind::List, "of these PLOVER types; without it all deeds, mere words apart");
const LIMIT: Param = param("limit", Kind::Limit, "rows of a page, 50 where it is not given");
const CURSOR: Param = param("cursor", Kind::Cursor, "`next` of the last page");
const ACTOR: Param = param("actor", Kind::Number, "with the actor of this number");
const REPORT: Param = param("report", Kind::Text, "in the report of this id");

pub(crate) const MANNERS_OF_STANCE: &[&str] =
    &["assert", "deny", "accuse", "demand", "promise", "threaten", "concern", "decline"];
pub(crate) const KINDS_OF_AGREEMENTS: &[&str] = &["ceasefire", "treaty", "accord", "agreement", "resolution"];
pub(crate) const KINDS_OF_ACTORS: &[&str] = &["state", "organisation", "armed-group", "person", "population", "other"];

/// The table.
pub(crate) const ROUTES: &[Route] = &[
    Route {
        path: "/api/v1/overview",
        about: "What a desk looks at first: the newest incidents, points for a map, days, the most tense dyads and why",
        params: &[SINCE, UNTIL, ACTORS, PLACE, TYPE],
        schema: "Overview",
        work: Work::Ledger(overview::overview),
    },
    Route {
        path: "/api/v1/status",
        about: "The ledger in numbers",
        params: &[],
        schema: "Status",
        work: Work::Ledger(overview::status),
    },
    Route {
        path: "/api/v1/vocabulary",
        about: "What types, modes and states are called",
        params: &[],
        schema: "Vocabulary",
        work: Work::Ledger(overview::vocabulary),
    },
    Route {
        path: "/api/v1/incidents",
        about: "Incidents with their accounts, the newest first",
        params: &[SINCE, UNTIL, ACTORS, PLACE, TYPE, LIMIT, CURSOR],
        schema: "IncidentPage",
        work: Work::Ledger(incidents::list),
    },
    Route {
        path: "/api/v1/incidents/{id}",
        about: "One incident: accounts, every claim with its words, why its reports stand together",
        params: &[],
        schema: "Shown",
        work: Work::Ledger(incidents::one),
    },
    Route {
        path: "/api/v1/reports",
        about: "Reports, the newest first",
        params: &[SINCE, UNTIL, param("publisher", Kind::Text, "of this publisher"), ACTOR, LIMIT, CURSOR],
        schema: "ReportPage",
        work: Work::Ledger(reports::list),
    },
    Route {
        path: "/api/v1/reports/{id}",
        about: "One report with its text and all that was read in it; offsets are in characters",
        params: &[],
        schema: "Kept",
        work: Work::Ledger(reports::one),
    },
    Route {
        path: "/api/v1/statements",
        about: "Statements with the chain of sources behind them, the last added first",
        params: &[
            SINCE,
            UNTIL,
            REPORT,
            param("actor", Kind::Number, "with the actor of this number in the chain of sources"),
            param("stance", Kind::Choice(MANNERS_OF_STANCE), "of this stance"),
            LIMIT,
            CURSOR,
        ],
        schema: "StatementPage",
        work: Work::Ledger(claims::statements),
    },
    Route {
        path: "/api/v1/events",
        about: "Events with who claims them, the last added first",
        params: &[
            SINCE,
            UNTIL,
            REPORT,
            ACTOR,
            param("type", Kind::Text, "of this PLOVER type"),
            param("incident", Kind::Text, "of the incident of this id"),
            LIMIT,
            CURSOR,
        ],
        schema: "EventPage",
        work: Work::Ledger(claims::events),
    },
    Route {
        path: "/api/v1/actors",
        about: "Actors, those with most events first",
        params: &[
            param("name", Kind::Text, "with this in the name"),
            param("country", Kind::Text, "of the state of this ISO code"),
            param("kind", Kind::Choice(KINDS_OF_ACTORS), "of this kind"),
            LIMIT,
            CURSOR,
        ],
        schema: "ActorPage",
        work: Work::Ledger(actors::list),
    },
    Route {
        path: "/api/v1/actors/{id}",
        about: "One actor: what it is said to have done and suffered, and with whom it deals",
        params: &[],
        schema: "ActorWithDeeds",
        work: Work::Ledger(actors::one),
    },
    Route {
        path: "/api/v1/agreements",
        about: "Agreements over all reports, those that most reports speak of first",
        params: &[
            param("name", Kind::Text, "with this in the name"),
            param("party", Kind::List, "between these, each of them: parts of names, or ISO codes of states"),
            param("kind", Kind::Choice(KINDS_OF_AGREEMENTS), "of this kind"),
            LIMIT,
            CURSOR,
        ],
        schema: "AgreementPage",
        work: Work::Ledger(agreements::list),
    },
    Route {
        path: "/api/v1/agreements/{id}",
        about: "One agreement: between whom, what is said to be done about it by whom, every claim with its words",
        params: &[],
        schema: "Agreement",
        work: Work::Ledger(agreements::one),
    },
    Route {
        path: "/api/v1/alerts",
        about: "Alerts that were raised, each with its reasons, the last raised first; withdrawn where the cause was taken back",
        params: &[
            param("since", Kind::Day, "with a cause from this day on"),
            param("actors", Kind::List, "with one of these as a side: ISO codes of states, or names"),
            param("rule", Kind::Text, "by the rule of this name"),
            LIMIT,
            CURSOR,
        ],
        schema: "AlertPage",
        work: Work::Ledger(alerts::list),
    },
    Route {
        path: "/api/v1/alerts/{id}",
        about: "One alert that was raised",
        params: &[],
        schema: "Alert",
        work: Work::Ledger(alerts::one),
    },
    Route {
        path: "/api/v1/dyads",
        about: "The dyads of states with the highest tension on the ledger's last day, and why",
        params: &[LIMIT],
        schema: "DyadPage",
        work: Work::Ledger(dyads::list),
    },
    Route {
        path: "/api/v1/tension",
        about: "Tension of a dyad, day by day, with its baseline and bounds",
        params: &[
            Param {
                name: "from",
                kind: Kind::Text,
                about: "who acts: an ISO code of a state, or a name",
                required: true,
            },
            Param { name: "to", kind: Kind::Text, about: "to whom: an ISO code of a state, or a name", required: true },
            SINCE,
            UNTIL,
        ],
        schema: "Tension",
        work: Work::Ledger(dyads::tension),
    },
    Route {
        path: "/api/v1/search",
        about: "Reports by words, the best first; where more than 300 match, those of the 300 added last, then of the 300 before them",
        params: &[
            Param {
                name: "q",
                kind: Kind::Text,
                about: "words, all of them; \"…\" holds words that follow each other, word* a beginning",
                required: true,
            },
            SINCE,
            UNTIL,
            param("actor", Kind::Text, "with somebody of this name, or of the state of this ISO code"),
            param("type", Kind::Text, "with an event of this PLOVER type"),
            LIMIT,
            CURSOR,
        ],
        schema: "HitPage",
        work: Work::Ledger(reports::search),
    },
    Route {
        path: "/api/v1/read",
        about: "The reading of a text; nothing of it is kept",
        params: &[],
        schema: "Reading",
        work: Work::Read,
    },
    Route {
        path: "/api/v1/decisions",
        about: "What analysts decided, undone decisions among them, the last first",
        params: &[LIMIT, CURSOR],
        schema: "DecisionPage",
        work: Work::Ledger(decisions::list),
    },
    Route {
        path: "/api/v1/decisions",
        about: "Decide: merge, split, correct, note, retract or restore; signed by whoever the token is for",
        params: &[],
        schema: "Decision",
        work: Work::Change { method: "POST", work: decisions::decide },
    },
    Route {
        path: "/api/v1/decisions/{id}",
        about:
            "Undo a decision: it stays in the list, as undone. Those of others only with a token that may administer",
        params: &[],
        schema: "Decision",
        work: Work::Change { method: "DELETE", work: decisions::undo },
    },
];

/// The routes of a path.
pub(crate) fn of_path(path: &str) -> Option<Found> {
    let mut found = Found { routes: Vec::new(), id: None };
    for route in ROUTES {
        match route.path.strip_suffix("{id}") {
            None if route.path == path => found.routes.push(route),
            None => {}
            Some(before) => {
                let id = path.strip_prefix(before).filter(|id| !id.is_empty() && !id.contains('/'));
                if let Some(id) = id {
                    found.routes.push(route);
                    found.id = Some(id.to_owned());
                }
            }
        }
    }
    (!found.routes.is_empty()).then_some(found)
}

/// The answer as JSON.
pub(crate) fn json(answer: &impl serde::Serialize) -> Answer {
    serde_json::to_vec(answer).map_err(|_| Problem::broke_down())
}
