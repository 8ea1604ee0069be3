# {{ name }}: {{ shards }} shards, and then what they have played as one. A shard that has failed is tried again, whatever it
# failed by: snakemake --cores all --retries 3
SHARDS = [{{ list | join(", ") }}]
DONE = ".snakemake/{{ label }}-{k}-of-{{ shards }}.done"


rule merged:
    input:
        expand(DONE, k=SHARDS),
    shell:
        r"""{{ merge | replace("{", "{{") | replace("}", "}}") }}"""


rule shard:
    output:
        touch(DONE),
    threads: {{ threads }}
    shell:
        r"""{{ run | replace("{", "{{") | replace("}", "}}") }} --shard {wildcards.k}/{{ shards }}"""
