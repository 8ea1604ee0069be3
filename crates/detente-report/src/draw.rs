//! Figures one by one into a folder that is complete or absent. One that fails, or panics, costs no other.

use std::any::Any;
use std::fs;
use std::io::ErrorKind;
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use detente_results::{FigureRow, NOT_DRAWN, read_table, remove, write_atomically, write_table};

use crate::DrawnFigure;
use crate::error::ReportError;
use crate::figures::{Figure, Picture};

/// The table of figures inside their folder.
pub(crate) const LIST: &str = "figures.csv";

/// Draws into `<target>.partial`, which then becomes `target`; says how many figures that holds. Those that failed are
/// listed in it, those that did not are its table.
pub(crate) fn one_by_one(
    target: &Path,
    figures: Vec<Figure<'_>>,
    each: &mut dyn FnMut(&str, Result<DrawnFigure, ReportError>) -> ControlFlow<()>,
) -> Result<usize, ReportError> {
    let partial = Partial::new(target)?;
    let (mut drawn, mut failed) = (Vec::new(), String::new());
    for figure in figures {
        let name = figure.name().to_owned();
        let Some(told) = attempt(figure, &partial.0).transpose() else {
            continue;
        };
        match &told {
            Ok(row) => drawn.push(row.clone()),
            Err(error) => failed += &format!("{name}: {error}\n"),
        }
        let [svg, png, csv] = files(target, &name);
        let told = told.map(|row| DrawnFigure {
            name: row.figure,
            kind: row.kind,
            title: row.title,
            text: row.text,
            svg,
            png,
            csv,
        });
        if each(&name, told).is_break() {
            return Ok(0);
        }
    }
    if !drawn.is_empty() {
        // Whoever comes next must know that not all is there, or what found no room today would be missing for ever.
        if !failed.is_empty() {
            write_atomically(&partial.0.join(NOT_DRAWN), failed.as_bytes())?;
        }
        write_atomically(&partial.0.join(LIST), &write_table(&drawn))?;
        take_in(&partial.0, target)?;
    }
    Ok(drawn.len())
}

/// Gives the folder its name, or its files to the folder that has the name; what else is there stays. Whoever is killed
/// meanwhile leaves `not-drawn.txt`, so that the next one draws them all again.
fn take_in(partial: &Path, target: &Path) -> Result<(), ReportError> {
    if fs::rename(partial, target).is_ok() {
        return Ok(());
    }
    let not_drawn = target.join(NOT_DRAWN);
    write_atomically(&not_drawn, b"figures are being replaced\n")?;
    for entry in fs::read_dir(partial).map_err(ReportError::folder(partial))? {
        let entry = entry.map_err(ReportError::folder(partial))?;
        if entry.file_name() != NOT_DRAWN {
            let own = target.join(entry.file_name());
            fs::rename(entry.path(), &own).map_err(ReportError::folder(&own))?;
        }
    }
    let moved = match fs::rename(partial.join(NOT_DRAWN), &not_drawn) {
        Err(error) if error.kind() == ErrorKind::NotFound => fs::remove_file(&not_drawn),
        moved => moved,
    };
    moved.map_err(ReportError::folder(&not_drawn))
}

/// Removes what the table of figures lists, and the table last; whoever is killed meanwhile leaves one that lists what is
/// gone. What else is in the folder stays.
pub(crate) fn clear(target: &Path) -> Result<(), ReportError> {
    let list = target.join(LIST);
    if list.is_file() {
        let drawn = read_table::<FigureRow>(&list)?;
        let is_name = |name: &str| Path::new(name).file_name().is_some_and(|own| own == name);
        let drawn = drawn.iter().filter(|row| is_name(&row.figure));
        let mut own: Vec<PathBuf> = drawn.flat_map(|row| files(target, &row.figure)).collect();
        own.extend([target.join(NOT_DRAWN), list]);
        remove(own)?;
        // One that holds somebody's own stays.
        let _ = fs::remove_dir(target);
    }
    Ok(())
}

/// A folder in the making; gone when dropped, unless it has taken its final name.
struct Partial(PathBuf);

impl Partial {
    fn new(target: &Path) -> Result<Self, ReportError> {
        let path = target.with_extension("partial");
        let failed = ReportError::folder(&path);
        // A program that was killed may have left one.
        match fs::remove_dir_all(&path) {
            Err(error) if error.kind() != ErrorKind::NotFound => return Err(failed(error)),
            _ => fs::create_dir(&path).map_err(ReportError::folder(&path))?,
        }
        Ok(Self(path))
    }
}

impl Drop for Partial {
    fn drop(&mut self) {
        // What cannot be removed now is removed by whoever draws next.
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// Draws a figure and writes its files, none if it fails; gives its row of the table if the tables allow it.
fn attempt(figure: Figure<'_>, folder: &Path) -> Result<Option<FigureRow>, ReportError> {
    let name = figure.name().to_owned();
    // The tables are only read and all else goes with the panic, so nothing half done is seen later.
    let tried = catch_unwind(AssertUnwindSafe(|| {
        figure.draw().map(|picture| save(picture, folder)).transpose()
    }));
    let told = tried.unwrap_or_else(|panic| {
        Err(ReportError::Drawing {
            figure: name.clone(),
            reason: format!("the program panicked, {}", message(panic.as_ref())),
        })
    });
    if told.is_err() {
        for path in files(folder, &name) {
            // Most often there is none.
            let _ = fs::remove_file(path);
        }
    }
    told
}

fn save(picture: Picture, folder: &Path) -> Result<FigureRow, ReportError> {
    let [svg, png, csv] = files(folder, &picture.name);
    write_atomically(&svg, picture.svg()?.as_bytes())?;
    write_atomically(&png, &picture.png()?)?;
    write_atomically(&csv, &picture.csv)?;
    Ok(FigureRow {
        figure: picture.name,
        kind: picture.kind.to_owned(),
        title: picture.title,
        text: picture.text,
    })
}

fn files(folder: &Path, name: &str) -> [PathBuf; 3] {
    ["svg", "png", "csv"].map(|format| folder.join(format!("{name}.{format}")))
}

fn message(panic: &(dyn Any + Send)) -> &str {
    let fixed = panic.downcast_ref::<&str>().copied();
    fixed
        .or_else(|| panic.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("without a message")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figures::{Drawing, KINDS, Kind};
    use crate::sheet::Sheet;
    use detente_results::{FIGURES, Row, read_table};

    /// A figure that says `data`, one that there is nothing for, one that panics, one that says the same as the first.
    fn figures(data: &str) -> Vec<Figure<'static>> {
        let drawing = |data: &str| Drawing {
            title: "Title".to_owned(),
            text: "Text.".to_owned(),
            data: data.as_bytes().to_vec(),
            sheet: Sheet {
                height: 20.0,
                marks: Vec::new(),
            },
        };
        let (first, last) = (drawing(data), drawing(data));
        let kind = |key| Kind { key, ..KINDS[0] };
        vec![
            Figure::only(&kind("first"), move || Some(first)),
            Figure::only(&kind("nothing"), || None),
            Figure::only(&kind("broken"), || panic!("no {}", "ink")),
            Figure::only(&kind("last"), move || Some(last)),
        ]
    }

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap();
        let mut names: Vec<_> = entries
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn a_figure_that_panics_is_told_and_costs_no_other() {
        let home = tempfile::tempdir().unwrap();
        let target = home.path().join("figures");
        let mut told = Vec::new();
        let drawn = one_by_one(&target, figures("a"), &mut |name, result| {
            assert!(!target.exists(), "figures/ is there before all have been tried");
            let said = result.map(|figure| (figure.name, figure.csv));
            told.push((name.to_owned(), said.map_err(|error| error.to_string())));
            ControlFlow::Continue(())
        });
        assert_eq!(drawn.unwrap(), 2);
        let good = |name: &str| {
            (
                name.to_owned(),
                Ok((name.to_owned(), target.join(format!("{name}.csv")))),
            )
        };
        let broken = "draw broken: the program panicked, no ink".to_owned();
        assert_eq!(told, [good("first"), ("broken".to_owned(), Err(broken)), good("last")]);
        assert_eq!(names(home.path()), ["figures"]);
        let files = [
            LIST,
            "first.csv",
            "first.png",
            "first.svg",
            "last.csv",
            "last.png",
            "last.svg",
            NOT_DRAWN,
        ];
        assert_eq!(names(&target), files);
        let said = fs::read_to_string(target.join(NOT_DRAWN)).unwrap();
        assert_eq!(said, "broken: draw broken: the program panicked, no ink\n");
        let listed = read_table::<FigureRow>(&target.join(LIST)).unwrap();
        let listed: Vec<_> = listed
            .iter()
            .map(|row| [&*row.figure, &*row.kind, &*row.title, &*row.text])
            .collect();
        assert_eq!(
            listed,
            [["first", "first", "Title", "Text."], ["last", "last", "Title", "Text."]]
        );
    }

    #[test]
    fn the_table_is_where_its_readers_look() {
        assert_eq!(FigureRow::FILE, format!("{FIGURES}/{LIST}"));
    }

    #[test]
    fn a_figure_that_cannot_be_written_leaves_no_files() {
        let home = tempfile::tempdir().unwrap();
        // A folder in the place of the last file to be written.
        fs::create_dir(home.path().join("first.csv")).unwrap();
        let first = figures("a").remove(0);
        assert!(attempt(first, home.path()).is_err());
        assert_eq!(names(home.path()), ["first.csv"]);
    }

    #[test]
    fn older_figures_stay_until_all_are_drawn_and_what_is_somebodys_own_stays_then_too() {
        let home = tempfile::tempdir().unwrap();
        let target = home.path().join("figures");
        fs::create_dir(&target).unwrap();
        fs::write(target.join("mine.csv"), "mine").unwrap();
        fs::write(target.join("last.csv"), "old").unwrap();
        fs::create_dir(home.path().join("figures.partial")).unwrap();
        fs::write(home.path().join("figures.partial/left.csv"), "by a killed program").unwrap();
        let drawn = one_by_one(&target, figures("b"), &mut |_, _| {
            assert_eq!(names(&target), ["last.csv", "mine.csv"]);
            ControlFlow::Continue(())
        });
        assert_eq!((drawn.unwrap(), names(&target).len()), (2, 9));
        assert_eq!(fs::read_to_string(target.join("last.csv")).unwrap(), "b");
        let said = fs::read_to_string(target.join(NOT_DRAWN)).unwrap();
        assert!(said.starts_with("broken: "), "{said}");
        assert_eq!(names(home.path()), ["figures"]);
    }

    #[test]
    fn what_is_cleared_is_what_was_drawn() {
        let home = tempfile::tempdir().unwrap();
        let target = home.path().join("figures");
        let draw = || one_by_one(&target, figures("a"), &mut |_, _| ControlFlow::Continue(())).unwrap();
        draw();
        clear(&target).unwrap();
        assert_eq!(
            names(home.path()),
            Vec::<String>::new(),
            "nothing else was in the folder"
        );
        clear(&target).unwrap();
        draw();
        fs::write(target.join("mine.csv"), "mine").unwrap();
        fs::remove_file(target.join("first.png")).unwrap();
        clear(&target).unwrap();
        assert_eq!(names(&target), ["mine.csv"]);
    }

    #[test]
    fn whoever_breaks_off_finds_everything_as_it_was() {
        let home = tempfile::tempdir().unwrap();
        let target = home.path().join("figures");
        let mut tried = 0;
        let mut once = |_: &str, _: Result<DrawnFigure, ReportError>| {
            tried += 1;
            ControlFlow::Break(())
        };
        assert_eq!(one_by_one(&target, figures("a"), &mut once).unwrap(), 0);
        assert_eq!((tried, names(home.path())), (1, vec![]));
    }

    #[test]
    fn where_nothing_is_drawn_there_is_no_folder() {
        let home = tempfile::tempdir().unwrap();
        let broken = vec![figures("a").remove(2)];
        let drawn = one_by_one(&home.path().join("figures"), broken, &mut |_, _| {
            ControlFlow::Continue(())
        });
        assert_eq!((drawn.unwrap(), names(home.path())), (0, vec![]));
    }
}
