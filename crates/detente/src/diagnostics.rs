//! Findings as text: with the place in the file and colours on a terminal, one line each elsewhere.

use crate::output;
use detente_scenario::{Finding, Findings, Severity, printable, printable_in_place};
use miette::{Diagnostic, LabeledSpan, NamedSource, Report, SourceCode};
use std::fmt;
use std::io::{IsTerminal, stderr};

/// Tells all findings on standard error.
pub(crate) fn report(findings: &Findings) {
    if findings.is_empty() {
        return;
    }
    if !stderr().is_terminal() {
        return output::say(&findings.to_string());
    }
    for finding in findings {
        let source = findings.source(finding).map(str::to_owned);
        output::paint(&format!("{:?}", Report::new(Pointed::new(finding, source))));
    }
}

/// `3 errors and 1 warning`.
pub(crate) fn count(findings: &Findings) -> String {
    let of = |severity, one: &str| {
        let n = findings.iter().filter(|f| f.severity == severity).count();
        (n > 0).then(|| format!("{n} {one}{}", if n == 1 { "" } else { "s" }))
    };
    let parts = [
        of(Severity::Error, "error"),
        of(Severity::Warning, "warning"),
        of(Severity::Advice, "remark"),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    detente_telling::wording::list(&parts)
}

/// A finding with the text that it points into.
#[derive(Debug)]
struct Pointed {
    severity: miette::Severity,
    message: String,
    help: Option<String>,
    label: Option<LabeledSpan>,
    source: Option<NamedSource<String>>,
}

impl Pointed {
    fn new(finding: &Finding, source: Option<String>) -> Self {
        let severity = match finding.severity {
            Severity::Error => miette::Severity::Error,
            Severity::Warning => miette::Severity::Warning,
            Severity::Advice => miette::Severity::Advice,
        };
        let file = printable(&finding.file.display().to_string()).into_owned();
        let message = if finding.path.is_empty() {
            finding.message.clone()
        } else {
            format!("{}: {}", finding.path, finding.message)
        };
        let expected = (!finding.expected.is_empty()).then(|| format!("expected {}", finding.expected));
        let help: Vec<String> = expected.into_iter().chain(finding.hint.clone()).collect();
        let place = finding.span.clone().filter(|_| source.is_some());
        Self {
            severity,
            message: if place.is_none() {
                format!("{file}: {}", printable(&message))
            } else {
                printable(&message).into_owned()
            },
            help: (!help.is_empty()).then(|| printable(&help.join("; ")).into_owned()),
            label: place.map(LabeledSpan::underline),
            source: source.map(|text| NamedSource::new(file, printable_in_place(&text).into_owned())),
        }
    }
}

impl fmt::Display for Pointed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Pointed {}

impl Diagnostic for Pointed {
    fn severity(&self) -> Option<miette::Severity> {
        Some(self.severity)
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.help.as_ref().map(|help| Box::new(help) as Box<dyn fmt::Display>)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.source.as_ref().map(|source| source as &dyn SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(self.label.clone().into_iter()))
    }
}
