//! Alerts are raised whenever the ledger has changed, and told to those who listen and to webhooks.

use std::collections::HashSet;
use std::sync::Arc;
use std::time::{Duration, Instant};

use ledger::RaisedAlert;

use crate::answer::Desk;
use crate::now;
use crate::problem::{log, Problem};
use crate::webhooks::Notice;

/// Between two looks; at least four times as long as a look takes, so that looking never fills the day.
const LEAST_PAUSE: Duration = Duration::from_millis(500);
/// Until the next look where the ledger could not be written.
const AFTER_TROUBLE: Duration = Duration::from_secs(10);
/// Alerts that are compared with what was told before.
const LOOKED_AT: usize = 1000;

/// The ids of alerts that were told.
type Told = HashSet<String>;

/// What was raised before the server takes its first request: no event of today, and webhooks know themselves what they were
/// told before. `None` where the ledger cannot be read just now.
pub(crate) fn told_before(desk: &Desk) -> Option<Told> {
    let raised = desk.pool.with(|ledger| Ok(ledger.raised_alerts(None, LOOKED_AT)?)).ok()?;
    if let Some(senders) = &desk.senders {
        senders.tell(&raised.iter().rev().map(notice).collect::<Vec<_>>());
    }
    Some(ids(raised))
}

/// Raises alerts, and tells of them, until the server ends.
pub(crate) async fn watch(desk: Arc<Desk>, mut told: Option<Told>) {
    let Some(mut news) = desk.listeners.subscribe() else { return };
    loop {
        let begun = Instant::now();
        let raised = raise(&desk).await;
        let pause = LEAST_PAUSE.max(begun.elapsed() * 4);
        let went_well = raised.is_ok();
        if let Ok(raised) = raised {
            let is_new = |a: &&RaisedAlert| told.as_ref().is_none_or(|told| !told.contains(&a.alert.id));
            let new: Vec<&RaisedAlert> = raised.iter().rev().filter(is_new).collect();
            if told.is_some() {
                desk.listeners.alert(new.iter().filter_map(|alert| serde_json::to_string(alert).ok()));
            }
            if let Some(senders) = &desk.senders {
                let notices: Vec<Notice> = new.into_iter().map(notice).collect();
                tokio::task::block_in_place(|| senders.tell(&notices));
            }
            told = Some(ids(raised));
        }
        tokio::time::sleep(pause).await;
        let next = if went_well {
            news.changed().await
        } else {
            tokio::time::timeout(AFTER_TROUBLE, news.changed()).await.unwrap_or(Ok(()))
        };
        if next.is_err() {
            return;
        }
    }
}

/// What was raised, the last first; and before that raises what there is to raise, unless that is left to others.
async fn raise(desk: &Arc<Desk>) -> Result<Vec<RaisedAlert>, Problem> {
    let pen = desk.pool.pen().await?;
    let desk = desk.clone();
    let raising = tokio::task::spawn_blocking(move || {
        let _pen = pen;
        if !desk.raises_alerts {
            return desk.pool.with(|ledger| Ok(ledger.raised_alerts(None, LOOKED_AT)?));
        }
        let lexicon = &desk.reader.lexicon;
        desk.pool.change(|ledger| {
            ledger.raise_alerts(lexicon, lexicon.alerts.rules(), &now())?;
            Ok(ledger.raised_alerts(None, LOOKED_AT)?)
        })
    });
    raising.await.unwrap_or_else(|_| {
        log("the program broke down over alerts; please send us the ledger's reports with an issue");
        Err(Problem::broke_down())
    })
}

fn ids(raised: Vec<RaisedAlert>) -> Told {
    raised.into_iter().map(|a| a.alert.id).collect()
}

fn notice(raised: &RaisedAlert) -> Notice {
    let told = serde_json::json!({"type": "alert.raised", "timestamp": raised.raised, "data": raised});
    Notice { id: raised.alert.id.clone(), body: told.to_string() }
}
