//! Incidents, the newest first.

use rusqlite::params_from_iter;
use rusqlite::types::Value;
use serde::Serialize;

use super::{Conditions, Mark, Page};
use crate::listing::{in_outline, Incident, Wanted, SELECT};
use crate::store::Ledger;
use crate::{Error, Range};

/// An incident on a map.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct MapPoint {
    /// Its name.
    pub id: String,
    /// PLOVER type.
    pub r#type: String,
    /// PLOVER mode.
    pub mode: Option<String>,
    /// PLOVER quad class.
    pub quad: String,
    /// Day or days, EDTF, as [`Incident::time`].
    pub time: Option<String>,
    /// Name of the place.
    pub place: String,
    /// How exactly it is told.
    pub precision: String,
    /// Degrees north.
    pub lat: f64,
    /// Degrees east.
    pub lon: f64,
    /// Dead.
    pub killed: Option<Range>,
    /// Whether accounts differ.
    pub contested: bool,
}

impl Ledger {
    /// The incidents that are wanted, those of the latest day first and the undated last; `after` is where the last page
    /// ended.
    pub fn incidents_page(&self, wanted: &Wanted, after: Option<&Mark>, limit: usize) -> Result<Page<Incident>, Error> {
        let (sql, values) = self.newest(wanted, after, limit.saturating_add(1))?;
        let mut items = self.incidents_by(&sql, values)?;
        let more = items.len() > limit;
        items.truncate(limit);
        let last = items.last().filter(|_| more);
        let next = last.map(|i| Mark { key: i.time.as_deref().and_then(first_day), id: i.id.clone() });
        Ok(Page { items, next })
    }

    /// Those of the newest `limit` incidents that are wanted which have a point on the map.
    pub fn map_points(&self, wanted: &Wanted, limit: usize) -> Result<Vec<MapPoint>, Error> {
        let (sql, values) = self.newest(wanted, None, limit)?;
        let read = || -> rusqlite::Result<Vec<MapPoint>> {
            let mut find = self.db.prepare_cached(&sql)?;
            let rows = find.query_map(params_from_iter(values), in_outline)?;
            rows.filter_map(|row| row.map(point).transpose()).collect()
        };
        read().map_err(|e| self.error(e))
    }

    /// The query for incidents in the order of these lists.
    fn newest(&self, wanted: &Wanted, after: Option<&Mark>, limit: usize) -> Result<(String, Vec<Value>), Error> {
        let (condition, values) = wanted.condition(self).map_err(|e| self.error(e))?;
        let mut conditions = Conditions { parts: vec![condition], values };
        conditions.after("i.first_day", "i.handle", after);
        conditions.values.push(i64::try_from(limit).unwrap_or(i64::MAX).into());
        let (condition, limit) = (conditions.sql(), conditions.values.len());
        // Which ones first: the rest of a row is read only of those that are wanted.
        let order = "ORDER BY i.first_day DESC, i.handle DESC";
        let wanted = format!("SELECT i.id FROM incidents i WHERE {condition} {order} LIMIT ?{limit}");
        let sql = format!("{SELECT} WHERE i.id IN ({wanted}) {order}");
        Ok((sql, conditions.values))
    }
}

fn point(incident: Incident) -> Option<MapPoint> {
    let place = incident.place?;
    let (lat, lon) = place.lat.zip(place.lon)?;
    Some(MapPoint {
        id: incident.id,
        r#type: incident.r#type,
        mode: incident.mode,
        quad: incident.quad,
        time: incident.time,
        place: place.name,
        precision: place.precision,
        lat,
        lon,
        killed: incident.killed,
        contested: !incident.contested.is_empty(),
    })
}

fn first_day(time: &str) -> Option<String> {
    time.get(..10).map(str::to_owned)
}
