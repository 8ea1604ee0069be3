#!/bin/bash
# {{ name }}: {{ shards }} shards as an array of {{ tasks }} tasks. Tasks that have to be sent again keep their numbers:
# sbatch --array=1,6-8 with this file; `detente missing` says which.
#SBATCH --job-name={{ label }}
#SBATCH --array=0-{{ tasks - 1 }}
#SBATCH --cpus-per-task={{ threads }}
#SBATCH --requeue
{% for name, value in environment %}
export {{ name }}={{ value }}
{% endfor %}
{{ run }} --shard auto
code=$?
# Slurm sends again what a lost node has played, but no task that has failed by itself. 75: its place could not be written or
# read; it puts itself back, five times at most.
if [ "$code" -eq 75 ] && [ "${SLURM_RESTART_COUNT:-0}" -lt 5 ]; then
    scontrol requeue "${SLURM_ARRAY_JOB_ID}_${SLURM_ARRAY_TASK_ID}"
fi
exit "$code"
