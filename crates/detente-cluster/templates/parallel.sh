#!/bin/bash
# {{ name }}: {{ shards }} shards. For other machines that have the same folder under the same name: add
# --sshloginfile FILE --workdir "$PWD".
set -eu
# A shard that has failed is tried again, whatever it failed by.
parallel --jobs 1 --retries 3 --joblog {{ label }}.joblog <<'END'
{% for shard in list %}
{{ run }} --shard {{ shard }}/{{ shards }}
{% endfor %}
END
{{ merge }}
