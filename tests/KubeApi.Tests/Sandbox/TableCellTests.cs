using System.Globalization;
using System.Text.Json.Nodes;
using KubeApi.Sandbox.Tables;

namespace KubeApi.Tests.Sandbox;

/// <summary>The cells of Data/columns.json, for objects in the states that make them differ.</summary>
public class TableCellTests
{
    private const string Meta = "\"metadata\":{\"name\":\"x\",\"creationTimestamp\":\"2026-01-01T00:00:00Z\"}";
    private static readonly DateTimeOffset s_now = new(2026, 1, 1, 1, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(-2, "<invalid>")]
    [InlineData(-1, "0s")]
    [InlineData(119, "119s")]
    [InlineData(120, "2m")]
    [InlineData(599, "9m59s")]
    [InlineData(600, "10m")]
    [InlineData(10_799, "179m")]
    [InlineData(10_800, "3h")]
    [InlineData(10_860, "3h1m")]
    [InlineData(28_800, "8h")]
    [InlineData(172_799, "47h")]
    [InlineData(172_800, "2d")]
    [InlineData(176_400, "2d1h")]
    [InlineData(691_200, "8d")]
    [InlineData(63_071_999, "729d")]
    [InlineData(63_072_000, "2y")]
    [InlineData(63_158_400, "2y1d")]
    [InlineData(252_288_000, "8y")]
    public void Ages_have_one_or_two_units(int seconds, string expected) => Assert.Equal(expected, HumanDuration.Of(TimeSpan.FromSeconds(seconds)));

    [Theory]
    [InlineData("configmaps", """ "data":{"a":"1"},"binaryData":{"b":"MQ=="} """, "x|2|60m")]
    [InlineData("namespaces", """ "status":{"phase":"Active"} """, "x|Active|60m")]
    [InlineData("deployments.apps", """ "spec":{"replicas":3,"selector":{"matchLabels":{"b":"2","a":"1"},"matchExpressions":[{"key":"t","operator":"In","values":["y","x"]},{"key":"z","operator":"DoesNotExist"}]},"template":{"spec":{"containers":[{"name":"m","image":"i:1"},{"name":"n","image":"j:2"}]}}},"status":{"readyReplicas":1} """, "x|1/3|0|0|60m|m,n|i:1,j:2|a=1,b=2,t in (x,y),!z")]
    [InlineData(
        "daemonsets.apps", """ "spec":{"template":{"spec":{"nodeSelector":{"disk":"ssd"},"containers":[]}}},"status":{"desiredNumberScheduled":2} """,
        "x|2|0|0|0|0|disk=ssd|60m|||<none>")]
    [InlineData("statefulsets.apps", """ "spec":{"replicas":2},"status":{} """, "x|0/2|60m||")]
    [InlineData("jobs.batch", """ "spec":{"completions":3},"status":{"succeeded":3,"startTime":"2026-01-01T00:00:00Z","completionTime":"2026-01-01T00:01:05Z","conditions":[{"type":"Complete","status":"True"}]} """, "x|Complete|3/3|65s|60m|||<none>")]
    [InlineData("jobs.batch", """ "spec":{"parallelism":4},"status":{} """, "x|Running|0/1 of 4||60m|||<none>")]
    [InlineData(
        "cronjobs.batch",
        """ "spec":{"schedule":"@daily","timeZone":"Europe/Berlin","suspend":true},"status":{"active":[{}],"lastScheduleTime":"2026-01-01T00:59:00Z"} """,
        "x|@daily|Europe/Berlin|True|1|60s|60m|||<none>")]
    [InlineData(
        "services",
        """ "spec":{"type":"LoadBalancer","clusterIPs":["10.0.0.1"],"ports":[{"port":80,"nodePort":30080,"protocol":"TCP"},{"port":53,"protocol":"UDP"}]} """,
        "x|LoadBalancer|10.0.0.1|<pending>|80:30080/TCP,53/UDP|60m|<none>")]
    [InlineData("services", """ "spec":{"type":"LoadBalancer","externalIPs":["9.9.9.9"],"selector":{"a":"b"}},"status":{"loadBalancer":{"ingress":[{"ip":"2.2.2.2"},{"hostname":"lb"}]}} """, "x|LoadBalancer|<none>|2.2.2.2,lb,9.9.9.9|<none>|60m|a=b")]
    [InlineData("services", """ "spec":{"type":"ExternalName","externalName":"db.example"} """, "x|ExternalName|<none>|db.example|<none>|60m|<none>")]
    [InlineData("ingresses.networking.k8s.io", """ "spec":{"ingressClassName":"nginx","tls":[{}],"rules":[{"host":"a"},{"host":"b"},{"host":"c"},{"host":"d"}]},"status":{"loadBalancer":{"ingress":[{"ip":"1.1.1.1"}]}} """, "x|nginx|a,b,c + 1 more...|1.1.1.1|80, 443|60m")]
    [InlineData("ingresses.networking.k8s.io", """ "spec":{} """, "x|<none>|*||80|60m")]
    [InlineData(
        "endpoints", """ "subsets":[{"addresses":[{"ip":"1.1.1.1"},{"ip":"::1"}],"ports":[{"port":80},{"port":81}]}] """,
        "x|1.1.1.1:80,[::1]:80,1.1.1.1:81 + 1 more...|60m")]
    [InlineData(
        "endpointslices.discovery.k8s.io",
        """ "addressType":"IPv4","ports":[{"port":80},{"name":"web"},{}],"endpoints":[{"addresses":["1.1.1.1","2.2.2.2"]},{"addresses":["3.3.3.3"]}] """,
        "x|IPv4|80,web,*|1.1.1.1,2.2.2.2,3.3.3.3|60m")]
    [InlineData("nodes", """ "spec":{"unschedulable":true},"status":{"conditions":[{"type":"Ready","status":"Unknown"}],"addresses":[{"type":"InternalIP","address":"10.1.1.1"}],"nodeInfo":{"kubeletVersion":"v1.36.2"}} """, "x|NotReady,SchedulingDisabled|<none>|60m|v1.36.2|10.1.1.1|<none>|<unknown>|<unknown>|<unknown>")]
    [InlineData("persistentvolumeclaims", """ "spec":{"volumeName":"v","storageClassName":"fast","volumeMode":"Block"},"status":{"phase":"Bound","accessModes":["ReadWriteMany","ReadWriteOnce"],"capacity":{"storage":"1Gi"}} """, "x|Bound|v|1Gi|RWO,RWX|fast|<unset>|60m|Block")]
    [InlineData(
        "persistentvolumeclaims", """ "spec":{"resources":{"requests":{"storage":"1Gi"}}},"status":{"phase":"Pending"} """,
        "x|Pending|||||<unset>|60m|<unset>")]
    [InlineData("persistentvolumes", """ "spec":{"capacity":{"storage":"1Gi"},"accessModes":["ReadOnlyMany"],"persistentVolumeReclaimPolicy":"Retain","claimRef":{"namespace":"n","name":"c"}},"status":{"phase":"Bound"} """, "x|1Gi|ROX|Retain|Bound|n/c||<unset>||60m|<unset>")]
    [InlineData("poddisruptionbudgets.policy", """ "spec":{"minAvailable":0},"status":{"disruptionsAllowed":1} """, "x|0|N/A|1|60m")]
    [InlineData("poddisruptionbudgets.policy", """ "spec":{"maxUnavailable":"25%"} """, "x|N/A|25%|0|60m")]
    [InlineData(
        "resourcequotas", """ "status":{"hard":{"pods":"10","limits.cpu":"2","configmaps":"5"},"used":{"pods":"1"}} """,
        "x|configmaps: 0/5, pods: 1/10|limits.cpu: 0/2|60m")]
    [InlineData("events", """ "type":"Normal","reason":"Pulled","involvedObject":{"kind":"Pod","name":"p","fieldPath":"spec.containers{m}"},"source":{"component":"kubelet","host":"n1"},"message":" pulled \n","firstTimestamp":"2026-01-01T00:00:00Z","lastTimestamp":"2026-01-01T00:59:30Z","count":4 """, "30s|Normal|Pulled|pod/p|spec.containers{m}|kubelet, n1|pulled|60m|4|x")]
    [InlineData(
        "events.events.k8s.io",
        """ "type":"Warning","reason":"R","regarding":{"kind":"Node"},"reportingController":"c","note":"n","eventTime":"2026-01-01T00:59:59.000000Z" """,
        "1s|Warning|R|node||c|n|1s|1|x")]
    [InlineData("clusterrolebindings.rbac.authorization.k8s.io", """ "roleRef":{"kind":"ClusterRole","name":"view"},"subjects":[{"kind":"User","name":"u"},{"kind":"Group","name":"g"},{"kind":"Group","name":"h"},{"kind":"ServiceAccount","namespace":"n","name":"s"}] """, "x|ClusterRole/view|60m|u|g, h|n/s")]
    [InlineData("roles.rbac.authorization.k8s.io", """ "rules":[] """, "x|2026-01-01T00:00:00Z")]
    [InlineData("horizontalpodautoscalers.autoscaling", """ "spec":{"scaleTargetRef":{"kind":"Deployment","name":"d"},"minReplicas":1,"maxReplicas":5,"metrics":[{"type":"Resource","resource":{"name":"cpu","target":{"type":"Utilization","averageUtilization":80}}},{"type":"Pods","pods":{"target":{"averageValue":"10"}}},{"type":"External"}]},"status":{"currentMetrics":[{"type":"Resource","resource":{"current":{"averageUtilization":35}}}]} """, "x|Deployment/d|cpu: 35%/80%, <unknown>/10 + 1 more...|1|5|0|60m")]
    [InlineData(
        "horizontalpodautoscalers.autoscaling",
        """ "spec":{"scaleTargetRef":{"kind":"Deployment","name":"d"},"maxReplicas":5,"targetCPUUtilizationPercentage":50} """,
        "x|Deployment/d|cpu: <unknown>/50%|<unset>|5|0|60m")]
    [InlineData("certificatesigningrequests.certificates.k8s.io", """ "spec":{"signerName":"s","username":"u","expirationSeconds":3600},"status":{"certificate":"MQ==","conditions":[{"type":"Approved","status":"True"}]} """, "x|60m|s|u|60m|Approved,Issued")]
    [InlineData("priorityclasses.scheduling.k8s.io", """ "value":1000,"preemptionPolicy":"Never" """, "x|1000|false|60m|Never")]
    [InlineData("csidrivers.storage.k8s.io", """ "spec":{"tokenRequests":[{"audience":"a"},{"audience":"b"}]} """, "x|true|false|false|a,b|false|<none>|60m")]
    [InlineData(
        "prioritylevelconfigurations.flowcontrol.apiserver.k8s.io",
        """ "spec":{"type":"Limited","limited":{"nominalConcurrencyShares":30,"limitResponse":{"type":"Reject"}}} """, "x|Limited|30|<none>|<none>|<none>|60m")]
    [InlineData("ingressclasses.networking.k8s.io", """ "spec":{"controller":"c","parameters":{"apiGroup":"g.io","kind":"K","name":"n"}} """, "x|c|K.g.io/n|60m")]
    [InlineData("ipaddresses.networking.k8s.io", """ "spec":{"parentRef":{"resource":"services","namespace":"n","name":"s"}} """, "x|services/n/s")]
    [InlineData("resourceclaims.resource.k8s.io", """ "status":{"allocation":{"devices":{}},"reservedFor":[{}]} """, "x|allocated,reserved|60m")]
    [InlineData(
        "apiservices.apiregistration.k8s.io",
        """ "spec":{"service":{"namespace":"n","name":"s"}},"status":{"conditions":[{"type":"Available","status":"False","reason":"Missing"}]} """,
        "x|n/s|False (Missing)|60m")]
    [InlineData("validatingadmissionpolicybindings.admissionregistration.k8s.io", """ "spec":{"policyName":"p","paramRef":{"name":"c"}} """, "x|p|*/c|60m")]
    [InlineData("customresourcedefinitions.apiextensions.k8s.io", """ "spec":{} """, "x|2026-01-01T00:00:00Z")]
    public void Cells_summarize_the_object(string resource, string members, string expected) =>
        Assert.Equal(expected, Cells(resource, $"{{{Meta},{members}}}"));

    [Theory]
    [InlineData("deployments", "deployments.apps", """ "spec":{"replicas":2,"selector":{"matchLabels":{"app":"web"}},"template":{"spec":{"containers":[{"name":"main","image":"registry.example/web:1"}]}}},"status":{"updatedReplicas":2} """)]
    [InlineData("replicasets", "replicasets.apps", """ "spec":{"replicas":2,"selector":{"matchLabels":{"pod-template-hash":"79c7c45656","app":"web"}},"template":{"spec":{"containers":[{"name":"main","image":"registry.example/web:1"}]}}},"status":{"replicas":2} """)]
    [InlineData("jobs", "jobs.batch", """ "spec":{"completions":1,"selector":{"matchLabels":{"batch.kubernetes.io/controller-uid":"5510fcca-2602-4def-a410-74f422324701"}},"template":{"spec":{"containers":[{"name":"main","image":"registry.example/batch-job"}]}}},"status":{"startTime":"2026-01-01T00:59:56Z"} """)]
    [InlineData("services", "services", """ "spec":{"type":"ClusterIP","clusterIP":"10.0.0.217","ports":[{"port":80,"protocol":"TCP"}],"selector":{"app":"web"}} """)]
    [InlineData("endpointslices", "endpointslices.discovery.k8s.io", """ "addressType":"IPv4","endpoints":[],"ports":[] """)]
    [InlineData("events", "events", """ "type":"Normal","reason":"SuccessfulCreate","involvedObject":{"kind":"Job","name":"my-job"},"reportingComponent":"job-controller","message":"Created pod: my-job-fxb6h","count":1,"firstTimestamp":"2026-01-01T00:59:56Z" """)]
    public void Cells_equal_the_recorded_ones(string exchange, string resource, string members)
    {
        var cells = JsonNode.Parse(RecordedExchange.Read("tables/" + exchange).Body)!["rows"]![0]!["cells"]!.AsArray();
        var name = (resource == "events" ? cells[^1] : cells[0])!.GetValue<string>();
        var value = JsonNode.Parse($"{{\"metadata\":{{\"name\":\"{name}\",\"creationTimestamp\":\"2026-01-01T00:59:56Z\"}},{members}}}")!;
        Assert.Equal(cells.ToJsonString(), BuiltInColumns.For(resource).Cells((JsonObject)value, s_now).ToJsonString());
    }

    [Theory]
    [InlineData("\"phase\":\"Pending\"", "0/1|Pending|0")]
    [InlineData("\"phase\":\"Failed\",\"reason\":\"Evicted\"", "0/1|Evicted|0")]
    [InlineData(
        "\"phase\":\"Pending\",\"conditions\":[{\"type\":\"PodScheduled\",\"status\":\"False\",\"reason\":\"SchedulingGated\"}]", "0/1|SchedulingGated|0")]
    [InlineData(
        "\"phase\":\"Running\",\"containerStatuses\":[{\"name\":\"m\",\"ready\":true,\"restartCount\":2,\"state\":{\"running\":{}},"
        + "\"lastState\":{\"terminated\":{\"finishedAt\":\"2026-01-01T00:55:00Z\"}}}]",
        "1/1|Running|2 (5m ago)")]
    [InlineData(
        "\"phase\":\"Running\",\"containerStatuses\":[{\"name\":\"m\",\"ready\":false,\"restartCount\":3,"
        + "\"state\":{\"waiting\":{\"reason\":\"CrashLoopBackOff\"}}}]",
        "0/1|CrashLoopBackOff|3")]
    [InlineData("\"phase\":\"Failed\",\"containerStatuses\":[{\"name\":\"m\",\"state\":{\"terminated\":{\"exitCode\":3}}}]", "0/1|ExitCode:3|0")]
    [InlineData("\"phase\":\"Failed\",\"containerStatuses\":[{\"name\":\"m\",\"state\":{\"terminated\":{\"exitCode\":137,\"signal\":9}}}]", "0/1|Signal:9|0")]
    [InlineData(
        "\"phase\":\"Succeeded\",\"containerStatuses\":[{\"name\":\"m\",\"state\":{\"terminated\":{\"exitCode\":0,\"reason\":\"Completed\"}}}]",
        "0/1|Completed|0")]
    public void The_state_of_a_pod_is_shown(string status, string expected) => Assert.Equal(expected, Pod("\"containers\":[{\"name\":\"m\"}]", status));

    [Theory]
    [InlineData("{\"name\":\"i\",\"restartCount\":2,\"state\":{\"waiting\":{\"reason\":\"PodInitializing\"}}}", "0/1|Init:0/2|2")]
    [InlineData("{\"name\":\"i\",\"state\":{\"waiting\":{\"reason\":\"ErrImagePull\"}}}", "0/1|Init:ErrImagePull|0")]
    [InlineData("{\"name\":\"i\",\"state\":{\"terminated\":{\"exitCode\":1,\"reason\":\"Error\"}}}", "0/1|Init:Error|0")]
    [InlineData("{\"name\":\"i\",\"state\":{\"terminated\":{\"exitCode\":0}}},{\"name\":\"j\",\"state\":{\"running\":{}}}", "0/1|Init:1/2|0")]
    [InlineData("{\"name\":\"i\",\"state\":{\"terminated\":{\"exitCode\":0}}},{\"name\":\"j\",\"state\":{\"terminated\":{\"exitCode\":0}}}", "0/1|Pending|0")]
    public void The_progress_of_init_containers_is_shown(string statuses, string expected) =>
        Assert.Equal(
            expected,
            Pod(
                "\"containers\":[{\"name\":\"m\"}],\"initContainers\":[{\"name\":\"i\"},{\"name\":\"j\"}]",
                $"\"phase\":\"Pending\",\"initContainerStatuses\":[{statuses}]"));

    [Fact]
    public void A_sidecar_counts_as_a_container() => Assert.Equal(
        "2/2|Running|1",
        Pod(
            "\"containers\":[{\"name\":\"m\"}],\"initContainers\":[{\"name\":\"s\",\"restartPolicy\":\"Always\"}]",
            "\"phase\":\"Running\",\"initContainerStatuses\":[{\"name\":\"s\",\"started\":true,\"ready\":true,\"restartCount\":1,\"state\":{\"running\":{}}}],"
            + "\"containerStatuses\":[{\"name\":\"m\",\"ready\":true,\"state\":{\"running\":{}}}]"));

    [Fact]
    public void A_deleted_pod_is_Terminating_unless_it_has_finished()
    {
        var pod = (JsonObject)JsonNode.Parse("""{"metadata":{"name":"x","deletionTimestamp":"2026-01-01T00:00:00Z"},"status":{"phase":"Running"}}""")!;
        var columns = BuiltInColumns.For("pods");
        Assert.Equal("Terminating", columns.Cells(pod, s_now)[2]!.GetValue<string>());
        Assert.Null(columns.Conditions(pod));
        pod["status"]!["phase"] = "Succeeded";
        Assert.Equal("Succeeded", columns.Cells(pod, s_now)[2]!.GetValue<string>());
        Assert.Equal(
            """[{"type":"Completed","status":"True","reason":"Succeeded","message":"The pod has completed successfully."}]""",
            columns.Conditions(pod)!.ToJsonString());
    }

    [Fact]
    public void An_object_with_only_a_name_has_cells_of_every_kind()
    {
        var rows = (JsonObject)JsonNode.Parse(KubeApi.Sandbox.Json.Recorded.Bytes("columns.json"))!;
        foreach (var name in rows.Select(row => row.Key).Where(key => key != "@descriptions"))
        {
            var columns = BuiltInColumns.For(name);
            Assert.Equal(columns.Columns.Count, columns.Cells((JsonObject)JsonNode.Parse("""{"metadata":{"name":"x"}}""")!, s_now).Count);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("spec.")]
    [InlineData("nosuch(spec)")]
    [InlineData("join(spec")]
    [InlineData("'open")]
    [InlineData("a b")]
    public void An_invalid_cell_expression_is_refused(string text) => Assert.Throws<FormatException>(() => CellExpression.Parse(text));

    private static string Pod(string spec, string status) =>
        string.Join('|', Cells("pods", $"{{{Meta},\"spec\":{{{spec}}},\"status\":{{{status}}}}}").Split('|')[1..4]);

    private static string Cells(string resource, string json) => string.Join(
        '|', BuiltInColumns.For(resource).Cells((JsonObject)JsonNode.Parse(json)!, s_now).Select(
            cell => Convert.ToString(CellFunctions.Text(cell), CultureInfo.InvariantCulture)));
}
