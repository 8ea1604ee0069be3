"""What the engines' own libraries say of what engines are told.

Usage: python3 lint.py ENGINE FILE

Kubernetes by the schemas of its interface (kubernetes-validate), AWS Batch by its client's model of the service (botocore),
HTCondor by its own reader of submit files and of expressions. Ends with 77 where the library is not there.
"""

import json
import sys


def kubernetes(text):
    """Every field is one of the oldest version that is promised and of the newest that is known."""
    import kubernetes_validate
    import yaml

    manifests = list(yaml.safe_load_all(text))
    assert len(manifests) == 2
    for version in ["1.33", kubernetes_validate.latest_version()]:
        for manifest in manifests:
            kubernetes_validate.validate(manifest, version, strict=True)


def aws_batch(text):
    """Every parameter is one of the service."""
    from botocore.session import get_session
    from botocore.validate import ParamValidator

    told = get_session().get_service_model("batch").operation_model("SubmitJob").input_shape
    report = ParamValidator().validate(json.loads(text), told)
    assert not report.has_errors(), report.generate_report()


def htcondor(text):
    """It reads as a submit file, tries again after what it should, and keeps the command as it is."""
    import classad2
    import htcondor2

    submit = htcondor2.Submit(text)
    for code, is_end in [(0, True), (2, True), (75, False), (130, False), (137, False)]:
        found = classad2.ExprTree(submit["retry_until"]).eval(classad2.ClassAd({"ExitCode": code}))
        assert found == is_end, f"after {code}: {found}"
    assert int(submit.getQArgs()) == 12
    assert "DETENTE_SHARDS=12" in submit.expand("environment")
    assert "secrecy=0.9'' " in submit.expand("arguments"), submit.expand("arguments")


def main(engine, file):
    """Reads a file as an engine would."""
    with open(file, encoding="utf-8") as text:
        said = text.read()
    try:
        {"kubernetes": kubernetes, "aws-batch": aws_batch, "htcondor": htcondor}[engine](said)
    except ModuleNotFoundError as absent:
        print(f"SKIPPED: {engine}: {absent}")
        sys.exit(77)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
