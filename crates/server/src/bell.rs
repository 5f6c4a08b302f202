//! Alerts are raised whenever the ledger has changed, and told to those who listen and to webhooks.

use std::collections::HashSet;
use std::sync::Arc;
use std::time::{Duration, Instant};

use ledger::RaisedAlert;

use crate::answer::Desk;
use crate::problem::{log, Problem};
use crate::webhooks::Notice;

/// Between two looks; at least four times as long as a look takes, so that looking never fills the day.
const LEAST_PAUSE: Duration = Duration::from_millis(500);
/// Until the next look where the ledger could not be written.
const AFTER_TROUBLE: Duration = Duration::from_secs(10);
/// Alerts that are compared with what was told before.
const LOOKED_AT: usize = 1000;

/// Raises alerts until the server ends.
pub(crate) async fn watch(desk: Arc<Desk>) {
    let Some(mut news) = desk.listeners.subscribe() else { return };
    let mut told: Option<HashSet<String>> = None;
    loop {
        let begun = Instant::now();
        let raised = raise(&desk).await;
        let pause = LEAST_PAUSE.max(begun.elapsed() * 4);
        let went_well = raised.is_ok();
        if let Ok(raised) = raised {
            let is_first = told.is_none();
            let told = told.get_or_insert_default();
            let new: Vec<&RaisedAlert> = raised.iter().filter(|a| !told.contains(&a.alert.id)).collect();
            if !is_first {
                desk.listeners.alert(new.iter().rev().filter_map(|alert| serde_json::to_string(alert).ok()));
            }
            *told = raised.iter().map(|a| a.alert.id.clone()).collect();
            if let Some(senders) = &desk.senders {
                senders.tell(&raised.iter().rev().map(notice).collect::<Vec<_>>());
            }
        }
        tokio::time::sleep(pause).await;
        let next = tokio::time::timeout(AFTER_TROUBLE, news.changed()).await;
        match next {
            Ok(Err(_)) => return,
            Ok(Ok(())) => {}
            Err(_) if went_well => {
                if news.changed().await.is_err() {
                    return;
                }
            }
            Err(_) => {}
        }
        news.borrow_and_update();
    }
}

/// What was raised, the last first.
async fn raise(desk: &Arc<Desk>) -> Result<Vec<RaisedAlert>, Problem> {
    let pen = desk.pool.pen().await?;
    let desk = desk.clone();
    let raising = tokio::task::spawn_blocking(move || {
        let _pen = pen;
        let lexicon = &desk.reader.lexicon;
        let now = jiff::Timestamp::now().round(jiff::Unit::Second).unwrap_or_default().to_string();
        desk.pool.change(|ledger| {
            ledger.raise_alerts(lexicon, lexicon.alerts.rules(), &now)?;
            Ok(ledger.raised_alerts(None, LOOKED_AT)?)
        })
    });
    raising.await.unwrap_or_else(|_| {
        log("the program broke down over alerts; please send us the ledger's reports with an issue");
        Err(Problem::broke_down())
    })
}

fn notice(raised: &RaisedAlert) -> Notice {
    let told = serde_json::json!({"type": "alert.raised", "timestamp": raised.raised, "data": raised});
    Notice { id: raised.alert.id.clone(), body: told.to_string() }
}
