#!/bin/bash
# {{ name }}: {{ shards }} shards as an array of {{ tasks }} tasks, and then what they have played as one.
set -eu
# HyperQueue sends again what a lost worker has played, but no task that has failed by itself. 75: its place could not be
# written or read.
task=$(cat <<'END'
for attempt in 1 2 3 4 5; do
    {{ run }} --shard auto && exit 0
    code=$?
    [ "$code" -eq 75 ] || exit "$code"
    sleep $((10 * attempt))
done
exit 75
END
)
hq submit --wait --name={{ label }} --array=0-{{ tasks - 1 }} --cpus={{ threads }} --crash-limit=5 \
{% for name, value in environment %}
    --env={{ name }}={{ value }} \
{% endfor %}
    -- bash -c "$task"
{{ merge }}
