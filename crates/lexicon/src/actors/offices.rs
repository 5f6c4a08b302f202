//! Offices and who held them when.

use super::records::{values, HolderRow, OfficeRow};
use super::{Draft, Holder, Office, OfficeKindRef, OfficeRef, Place, Word};
use crate::period::Period;

impl Draft<'_> {
    /// Reads offices with titles of their own, then the holders.
    pub(super) fn offices(&mut self) {
        for (at, row) in self.rows::<OfficeRow>("offices/offices") {
            self.own_office(at, &row);
        }
        let mut lines = Vec::new();
        for (at, row) in self.rows::<HolderRow>("offices/holders") {
            if let Some(holder) = self.holder(&at, &row) {
                self.table.holders.push(holder);
                lines.push(at);
            }
        }
        self.overlaps(&lines);
        let table = &mut self.table;
        let start = |period: Period| period.from.map_or((0, 0), |b| (b.first, b.last));
        table.holders.sort_by_key(|h| (h.office, start(h.period), h.person));
        table.by_person = table.holders.iter().enumerate().map(|(i, h)| (h.person, i as u32)).collect();
        let holders = &table.holders;
        table.by_person.sort_by_key(|&(person, i)| (person, start(holders[i as usize].period), i));
        table.by_body.sort();
    }

    fn own_office(&mut self, at: Place, row: &OfficeRow) {
        if self.office_ids.contains_key(&row.id) {
            self.duplicate(&at, &row.id);
            return;
        }
        let Some(body) = self.actor_or_organ(&row.body) else {
            self.dangling(&at, "actor", &row.body, "actors/");
            return;
        };
        let kind = row.id.rsplit_once('.').and_then(|(_, kind)| self.office_kind_ids.get(kind).copied());
        let mut sectors = self.sectors(&at, &row.sectors);
        if sectors.is_empty() {
            sectors = kind.map_or(sectors, |k| self.table.office_kinds[k.index()].sectors);
        }
        let single = self.is_single(&at, &row.holders);
        let entry =
            Office { id: self.strings.add(&row.id), title: self.strings.add(&row.title), kind, body, sectors, single };
        // "USA.defence-ministry-spokesman" is an office of the USA by its kind, whatever body it speaks for.
        let owner = row.id.rsplit_once('.').and_then(|(owner, _)| self.actor_ids.get(owner).copied()).unwrap_or(body);
        let office = self.add_office(at, &row.id, entry, single);
        if let Some(kind) = kind {
            self.table.by_body.push((owner, kind, office));
        }
        self.word(&row.title, Word::Office(office));
        values(&row.aliases).for_each(|title| self.word(title, Word::Office(office)));
    }

    fn add_office(&mut self, at: Place, id: &str, entry: Office, single: bool) -> OfficeRef {
        let office = OfficeRef(self.table.offices.len() as u32);
        self.table.offices.push(entry);
        self.single.push(single);
        self.office_ids.insert(id.to_owned(), (office, at));
        office
    }

    fn holder(&mut self, at: &Place, row: &HolderRow) -> Option<Holder> {
        let person = self.person_ids.get(&row.person).map(|p| p.0);
        if person.is_none() {
            self.dangling(at, "person", &row.person, "persons/");
        }
        let office = self.office_or_kind(at, &row.office);
        if office.is_none() {
            self.dangling(
                at,
                "office",
                &row.office,
                "offices/offices.csv, or write <actor>.<kind of offices/kinds.csv>",
            );
        }
        let period = self.period(at, &row.from, &row.to);
        Some(Holder { office: office?, person: person?, period })
    }

    /// The office of an id; one that an actor has by its kind is made.
    fn office_or_kind(&mut self, at: &Place, id: &str) -> Option<OfficeRef> {
        if let Some((office, _)) = self.office_ids.get(id) {
            return Some(*office);
        }
        let (body, kind) = id.rsplit_once('.')?;
        let kind: OfficeKindRef = *self.office_kind_ids.get(kind)?;
        let body = self.actor_or_organ(body)?;
        let of = &self.table.office_kinds[kind.index()];
        let mut sectors = of.sectors;
        if sectors.is_empty() {
            sectors = self.table.actors[body.index()].sectors;
        }
        let single = self.single_kinds[kind.index()];
        let entry = Office { id: self.strings.add(id), title: of.title, kind: Some(kind), body, sectors, single };
        let office = self.add_office(at.clone(), id, entry, single);
        self.table.by_body.push((body, kind, office));
        Some(office)
    }

    fn overlaps(&mut self, lines: &[Place]) {
        let mut order: Vec<usize> = (0..lines.len()).collect();
        let holders = &self.table.holders;
        order.sort_by_key(|&i| (holders[i].office, holders[i].period.from.map_or(0, |b| b.first)));
        let mut found = Vec::new();
        for pair in order.windows(2) {
            let (a, b) = (holders[pair[0]], holders[pair[1]]);
            let single = self.single[a.office.index()];
            if single && a.office == b.office && a.person != b.person && a.period.overlaps(b.period) {
                found.push((pair[0], pair[1]));
            }
        }
        for (a, b) in found {
            let office = self.table.offices[self.table.holders[b].office.index()].id;
            let office = self.strings.get(office).to_owned();
            let other = &lines[a];
            let what = format!("{office} has two holders at once, here and at {}:{}", other.file, other.line);
            self.problem(&lines[b].clone(), what, "correct the dates, or give the office `several` holders");
        }
    }
}
