//! Tables, right and wrong.

use super::*;

fn read(kind: TableKind, text: &str) -> (Table, Vec<String>) {
    let table = CsvTable::parse(kind, Path::new("x.csv"), text.into(), &Table::default());
    let found = table.findings.iter().map(|f| {
        let line = table.text[..f.span.clone().map_or(0, |s| s.start)]
            .matches('\n')
            .count()
            + 1;
        format!("{line} {f}")
    });
    (table.issues, found.collect())
}

#[test]
fn rows_become_the_tree_of_the_issues() {
    let (tree, found) = read(
        TableKind::Stances,
        "issue,party,weight,ideal\ntoll,north,3,0.5\ntoll,south,,1\nquay,north,1,\n",
    );
    assert_eq!(found, [""; 0]);
    let toll = tree.table("toll").unwrap();
    assert_eq!(
        toll.table("weight").unwrap().get("north").unwrap().as_number(),
        Some(3.0)
    );
    assert_eq!(toll.table("weight").unwrap().entries().len(), 1);
    assert_eq!(
        toll.table("ideal").unwrap().get("south").unwrap().as_number(),
        Some(1.0)
    );
    assert!(tree.table("quay").unwrap().get("ideal").is_none());
    let (tree, _) = read(TableKind::Values, "party,issue,option,value\nnorth,toll,half,0.25\n");
    let value = tree
        .table("toll")
        .and_then(|t| t.table("values"))
        .and_then(|t| t.table("north"))
        .unwrap();
    assert_eq!(value.get("half").unwrap().as_number(), Some(0.25));
}

#[test]
fn wrong_tables_name_the_line() {
    let wrong = |text: &str| read(TableKind::Stances, text).1.join("|");
    assert_eq!(
        wrong("party,isue,weight\n"),
        "1 error: unknown column `isue`; expected the columns: party, issue, weight, ideal, position, tolerance; did you mean `issue`?"
    );
    assert_eq!(
        wrong("party,issue,weight\na,b,x\na,b,1,c\na,b,1\na,b,1\n"),
        "2 error: `x` in column `weight`; expected a number with a decimal point; write digits, and leave the cell empty where there is no number|3 error: 4 cells; expected 3, as in the header|\
         5 error: `b.weight.a` a second time; expected one row for each"
    );
    assert!(wrong("\u{0}\u{1}").contains("no column `party` and `issue`"));
    assert_eq!(
        wrong("party|issue|weight\na|b|1\n"),
        "1 error: no column `party` and `issue`; expected the columns: party, issue, weight, ideal, position, tolerance; \
         `|` separates no cells here: write `,`, `;` or a tab in its place"
    );
    assert!(wrong("sep=|\nparty|issue|weight\na|b|1\n").contains("`|` separates no cells here"));
    assert_eq!(
        wrong("party,issue,weight\na,b,4,80,5\nc,d,1\n"),
        "2 error: 5 cells; expected 3, as in the header"
    );
    assert_eq!(
        wrong("party,issue,weight\n\"a,b,1\na,c,1\nb,b,1\n"),
        "2 error: a quote that is not closed, `\"a,b,1`; expected each cell on one line; close it, or remove it; a quote \
         within quotes is doubled"
    );
}
