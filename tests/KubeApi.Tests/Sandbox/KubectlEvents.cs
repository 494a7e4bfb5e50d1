namespace KubeApi.Tests.Sandbox;

/// <summary>Events in the words of a Unix shell, for what a controller had told before a command.</summary>
internal static class KubectlEvents
{
    /// <summary>`event VERSION KIND NAME NUMBER SECONDS-AGO COUNT TYPE REASON COMPONENT MESSAGE`; the first of several was a second before the last.</summary>
    public const string Function = """
        event() {
          uid=$(kubectl get $2 $3 -n demo -o 'jsonpath={.metadata.uid}')
          kubectl create -n demo -f - <<END
        {"apiVersion": "v1", "kind": "Event", "metadata": {"name": "$3.$4"}, "type": "$7", "reason": "$8", "source": {"component": "$9"}, "message": "${10}", "count": $6,
         "involvedObject": {"apiVersion": "$1", "kind": "$2", "name": "$3", "namespace": "demo", "uid": "$uid"},
         "firstTimestamp": "$(date -u -d "-$(($5 + ($6 > 1))) seconds" +%FT%TZ)", "lastTimestamp": "$(date -u -d "-$5 seconds" +%FT%TZ)"}
        END
        }

        """;
}
