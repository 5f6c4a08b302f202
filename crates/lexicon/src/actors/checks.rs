//! Checks that need the whole table.

use super::{ActorRef, Draft};

impl Draft<'_> {
    /// Looks for parents that lead in a circle.
    pub(super) fn check(&mut self) {
        let actors = &self.table.actors;
        let mut circular = Vec::new();
        for i in 0..actors.len() as u32 {
            let start = ActorRef(i);
            // A chain longer than the number of actors goes round; it is named at the actors on the circle only.
            let mut above = actors[start.index()].parent;
            let mut steps = 0;
            while let Some(parent) = above.filter(|_| steps <= actors.len().min(64)) {
                if parent == start {
                    circular.push(start);
                    break;
                }
                above = actors[parent.index()].parent;
                steps += 1;
            }
        }
        for actor in circular {
            let at = self.actor_lines[actor.index()].0.clone();
            let id = self.strings.get(self.table.actors[actor.index()].id).to_owned();
            self.problem(
                &at,
                format!("{id:?} is its own parent, directly or through others"),
                "correct a parent of the circle",
            );
            self.table.actors[actor.index()].parent = None;
        }
    }
}
