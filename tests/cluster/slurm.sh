#!/usr/bin/env bash
# A Slurm of three nodes on this machine, by hand: slurm.sh start DIR NODE..., slurm.sh stop DIR. All of it lies in DIR and talks
# over loopback; what is started is stopped by its process id. Ends with 77 where Slurm is not there or cannot be started.
set -euo pipefail

folder=$2
absent() {
    echo "SKIPPED: $1"
    exit 77
}

node() {
    slurmd -N "$1" -f "$folder/slurm.conf"
}

case $1 in
start)
    for program in munged slurmctld slurmd sbatch; do
        command -v "$program" > /dev/null || absent "$program is not there"
    done
    [ "$(id -u)" = 0 ] || absent "Slurm is started by root only"
    host=$(hostname -s)
    mkdir -p "$folder"/{state,log,munge,spool-n1,spool-n2,spool-n3}
    (umask 077 && head -c 128 /dev/urandom > "$folder/munge/key")
    ports=$(python3 - <<'END' 2> /dev/null || echo 17000 17001 17002 17003
import socket
sockets = [socket.socket() for _ in range(4)]
[s.bind(("127.0.0.1", 0)) for s in sockets]
print(*[s.getsockname()[1] for s in sockets])
END
    )
    read -r control one two three <<< "$ports"
    cat > "$folder/slurm.conf" <<END
ClusterName=detente
SlurmctldHost=$host(127.0.0.1)
SlurmctldPort=$control
SlurmUser=root
AuthType=auth/munge
AuthInfo=socket=$folder/munge/socket,cred_expire=10
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
MpiDefault=none
ReturnToService=2
SlurmdParameters=config_overrides
StateSaveLocation=$folder/state
SlurmdSpoolDir=$folder/spool-%n
SlurmctldPidFile=$folder/slurmctld.pid
SlurmdPidFile=$folder/slurmd-%n.pid
SlurmctldLogFile=$folder/log/slurmctld.log
SlurmdLogFile=$folder/log/slurmd-%n.log
SlurmdTimeout=10
KillWait=2
MaxArraySize=6
SchedulerParameters=sched_interval=1,batch_sched_delay=0,requeue_delay=1
NodeName=n1 NodeHostname=$host NodeAddr=127.0.0.1 Port=$one CPUs=2
NodeName=n2 NodeHostname=$host NodeAddr=127.0.0.1 Port=$two CPUs=2
NodeName=n3 NodeHostname=$host NodeAddr=127.0.0.1 Port=$three CPUs=2
PartitionName=main Nodes=n1,n2,n3 Default=YES MaxTime=INFINITE State=UP
END
    echo CgroupPlugin=cgroup/v1 > "$folder/cgroup.conf"
    munged --force --key-file="$folder/munge/key" --socket="$folder/munge/socket" --pid-file="$folder/munged.pid" \
        --log-file="$folder/munge/log" --seed-file="$folder/munge/seed" 2> /dev/null || absent "munged does not start"
    slurmctld -f "$folder/slurm.conf" || absent "slurmctld does not start"
    for n in n1 n2 n3; do
        node $n || absent "slurmd does not start"
    done
    export SLURM_CONF=$folder/slurm.conf
    for _ in $(seq 60); do
        if [ "$(sinfo --noheader --format='%T %D' 2> /dev/null)" = "idle 3" ]; then
            # A job that does nothing: whether jobs run here at all.
            cd "$folder" && timeout 60 sbatch --wait --wrap=true --output=/dev/null > /dev/null ||
                absent "its jobs do not run: $(tail -3 "$folder"/log/*.log)"
            exit 0
        fi
        sleep 0.5
    done
    absent "its nodes do not come up: $(tail -3 "$folder"/log/*.log)"
    ;;
node)
    node "$3"
    ;;
stop)
    for pid in "$folder"/slurmd-*.pid "$folder/slurmctld.pid" "$folder/munged.pid"; do
        [ -f "$pid" ] && kill "$(cat "$pid")" 2> /dev/null
    done
    exit 0
    ;;
esac
