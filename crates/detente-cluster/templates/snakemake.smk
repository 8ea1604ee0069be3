# {{ name }}: {{ shards }} shards, and then what they have played as one. A shard that has failed is tried again, whatever it
# failed by: snakemake --cores all --retries 3
SHARDS = [{{ list | join(", ") }}]
DONE = ".snakemake/{{ label }}-{k}-of-{{ shards }}.done"


rule merged:
    input:
        expand(DONE, k=SHARDS),
    log:
        "logs/{{ label }}-merge.log",
    shell:
        r"""{{ merge | replace("{", "{{") | replace("}", "}}") }} 2>&1 | tee {log}"""


rule shard:
    output:
        touch(DONE),
    log:
        "logs/{{ label }}-{k}.log",
    threads: {{ threads }}
    shell:
        r"""{{ run | replace("{", "{{") | replace("}", "}}") }} --shard {wildcards.k}/{{ shards }} > {log} 2>&1"""
