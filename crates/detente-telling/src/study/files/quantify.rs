//! How much the leading numbers account for, and how much luck does.

use super::{File, Parts, Subject};
use crate::wording::count;
use detente_lab::study::Size;

pub(super) fn parts(subject: &Subject, size: Size, numbers: &[String]) -> Parts {
    let mut body = File::default();
    body.line(
        &format!("replicates = {}", size.each),
        "runs of each setting: the more, the more luck is averaged out of `:mean`",
    );
    body.gap();
    body.say(&format!(
        "The {} that the screen found to move {} most, those that move it furthest first. A base row is a setting of all of \
         them (A), the same with one after another exchanged for that of another setting (B), and the same once more with \
         other luck; so each row makes {} settings, and what an exchange changes is what that number, or luck, accounts for. \
         The rows are a sequence of Sobol, which is even at powers of two: that is why there are {}.",
        count(numbers.len(), "number"),
        subject.asked(),
        numbers.len() + 3,
        size.units
    ));
    body.line("[design]", "");
    body.line("kind = \"saltelli\"", "Sobol indices, with luck as one factor more");
    body.line(
        &format!("base_rows = {}", size.units),
        "four times as many make the intervals half as wide",
    );
    body.vary(numbers, subject.spread);
    Parts {
        question: format!(
            "How much of what differs in {} does each of the leading numbers account for, and how much is luck?",
            subject.asked()
        ),
        body,
        policies: "",
        analyses: File::default(),
        results: format!(
            "In its results: sensitivity.csv, for each number and for luck: S1, the part of what differs between single runs \
             that would go if it alone were known; ST, the part in which it has a hand, alone or with others. The response \
             {}:mean is of the means of the {} runs of a setting: there luck is nearly averaged out, and the numbers stand out.",
            subject.question.id, size.each
        ),
    }
}
