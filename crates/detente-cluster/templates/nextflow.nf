// {{ name }}: {{ shards }} shards, and then what they have played as one.

process shard {
    cpus {{ threads }}
    // 75: its place could not be written or read. 137, 143: killed. Anything else would be no better again.
    errorStrategy { task.exitStatus in [75, 137, 143] ? 'retry' : 'finish' }
    maxRetries 5

    input:
    val k

    output:
    val k

    script:
    """
    cd '${launchDir}'
    {{ run | replace("\\", "\\\\") | replace("$", "\\$") }} --shard ${k}/{{ shards }}
    """
}

process merge {
    input:
    val shards

    script:
    """
    cd '${launchDir}'
    {{ merge | replace("\\", "\\\\") | replace("$", "\\$") }}
    """
}

workflow {
    shard(channel.fromList([{{ list | join(", ") }}]))
    merge(shard.out.collect())
}
