using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace KubeApi.Tests.Module;

/// <summary>
/// A server whose responses have one field of another type than the API defines. Each cmdlet does without the field, or reports an error of its own: no
/// exception of a library reaches the user.
/// </summary>
public sealed class UnexpectedTypeTests(SandboxFixture sandbox) : IClassFixture<SandboxFixture>
{
    private const string Deployment =
        """
        {"kind":"Deployment","apiVersion":"apps/v1",
         "metadata":{"name":"web","namespace":"NS","uid":"u1","resourceVersion":"7","generation":2,"creationTimestamp":"2026-01-02T03:04:05Z",
          "labels":{"app":"web"},"annotations":{"a":"b"},"ownerReferences":[{"apiVersion":"v1","kind":"ConfigMap","name":"o","uid":"u2","controller":true}]},
         "spec":{"replicas":2,"paused":false,"selector":{"matchLabels":{"app":"web"},"matchExpressions":[{"key":"k","operator":"In","values":["v"]}]},
          "strategy":{"type":"RollingUpdate"},"template":{"metadata":{"labels":{"app":"web"}},"spec":{"containers":[{"name":"c","image":"i"}]}}},
         "status":{"observedGeneration":2,"replicas":2,"updatedReplicas":1,"readyReplicas":1,"availableReplicas":1,
          "conditions":[{"type":"Progressing","status":"True","reason":"r","message":"m","lastTransitionTime":"2026-01-02T03:04:05Z"}]}}
        """;

    private const string Pod =
        """
        {"kind":"Pod","apiVersion":"v1","metadata":{"name":"web","namespace":"NS","uid":"u1","resourceVersion":"7","creationTimestamp":"2026-01-02T03:04:05Z"},
         "spec":{"nodeName":"n","containers":[{"name":"c","image":"i","ports":[{"name":"http","containerPort":80}],"env":[{"name":"E","value":"v"}],
          "resources":{"requests":{"cpu":"1"}},"livenessProbe":{"httpGet":{"path":"/","port":80}},"volumeMounts":[{"name":"v","mountPath":"/v"}]}],
          "volumes":[{"name":"v","configMap":{"name":"m"}}],"tolerations":[{"key":"k","operator":"Exists"}]},
         "status":{"phase":"Pending","podIPs":[{"ip":"10.0.0.1"}],"conditions":[{"type":"Ready","status":"False","reason":"r","message":"m"}],
          "containerStatuses":[{"name":"c","ready":false,"restartCount":1,"state":{"waiting":{"reason":"CrashLoopBackOff","message":"m"}},
           "lastState":{"terminated":{"exitCode":1,"reason":"Error","finishedAt":"2026-01-02T03:04:05Z"}}}]}}
        """;

    private const string Events =
        """
        {"kind":"EventList","apiVersion":"v1","metadata":{"resourceVersion":"7"},"items":[{"metadata":{"name":"e","namespace":"NS"},
         "involvedObject":{"kind":"Pod","name":"web","fieldPath":"spec.containers{c}"},"type":"Warning","reason":"r","message":"m","count":2,
         "firstTimestamp":"2026-01-02T03:04:05Z","lastTimestamp":"2026-01-02T03:04:05Z","series":{"count":3,"lastObservedTime":"2026-01-02T03:04:05Z"},
         "source":{"component":"c"}}]}
        """;

    private const string Metrics =
        """
        {"kind":"PodMetricsList","apiVersion":"metrics.k8s.io/v1beta1","metadata":{},"items":[{"metadata":{"name":"web","namespace":"NS"},
         "timestamp":"2026-01-02T03:04:05Z","window":"1s","containers":[{"name":"c","usage":{"cpu":"1m","memory":"1Mi"}}]}]}
        """;

    private const string Review =
        """
        {"kind":"SelfSubjectReview","apiVersion":"authentication.k8s.io/v1","status":{"userInfo":{"username":"u","uid":"1","groups":["g"],"extra":{"k":["v"]}},
         "allowed":true,"reason":"r","resourceRules":[{"verbs":["get"],"apiGroups":[""],"resources":["pods"],"resourceNames":["a"]}],
         "nonResourceRules":[{"verbs":["get"],"nonResourceURLs":["/"]}],"token":"t","expirationTimestamp":"2026-01-02T03:04:05Z"}}
        """;

    [Theory]
    [InlineData("/deployments/web", Deployment, "Show-KubeApiObject deploy web -n $ns -NoDependents; Get-KubeApiOwner deploy web -n $ns")]
    [InlineData("/deployments/web", Deployment, "Get-KubeApiRollout deploy web -n $ns; Undo-KubeApiRollout deploy web -n $ns -WhatIf")]
    [InlineData("/deployments/web", Deployment, "Restart-KubeApiWorkload deploy web -n $ns -WhatIf; Get-KubeApiDependent deploy web -n $ns")]
    [InlineData("/pods/web", Pod, "Show-KubeApiObject pod web -n $ns; Get-KubeApiObject pod web -n $ns | Out-String")]
    [InlineData("/events", Events, "Get-KubeApiEvent -n $ns | Out-String; Show-KubeApiObject ns $ns -NoDependents")]
    [InlineData("/pods", Metrics, "Get-KubeApiUsage pods -n $ns | Out-String; Get-KubeApiUsage pods -n $ns -Containers | Out-String")]
    [InlineData("/selfsubject", Review, "Get-KubeApiIdentity | Out-String; Get-KubeApiAccess -n $ns | Out-String; Test-KubeApiAccess get pods -n $ns")]
    public void No_exception_of_a_library_is_shown(string path, string json, string script) =>
        Assert.Equal("", string.Join('\n', Failures(path, json, Variants, script)));

    // Valid JSON that has no value as a string.
    [Theory]
    [InlineData("Get-KubeApiObject pod web -n $ns | ConvertTo-KubeApiYaml")]
    [InlineData("Show-KubeApiObject pod web -n $ns; Wait-KubeApiObject pod web -n $ns -Timeout 0")]
    [InlineData("Update-KubeApiObject pod web { $_.spec.nodeName = 'm' } -n $ns -WhatIf")]
    public void Nor_for_half_a_surrogate_pair(string script) => Assert.Equal(
        "",
        string.Join('\n', Failures("/pods/web", Pod, json => [("", json.Replace("\"m\"", "\"\\ud800\"", StringComparison.Ordinal))], script)));

    private List<string> Failures(string path, string json, Func<string, IEnumerable<(string Changed, string Json)>> variants, string script)
    {
        using var shell = sandbox.InNamespace(inside: true);
        var @namespace = shell.Get("$ns").Single().ToString();
        shell.Get("$null = Get-KubeApiGroup");
        var body = "";
        using var answers = new Interception(sandbox.Server, async context =>
        {
            var requested = context.Request.Path.Value!;
            if (!requested.EndsWith(path, StringComparison.Ordinal) && !(path == "/selfsubject" && requested.Contains(path, StringComparison.Ordinal)))
            {
                return false;
            }

            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync(body);
            return true;
        });
        List<string> failures = [];

        foreach (var (changed, text) in variants(json.Replace("NS", @namespace, StringComparison.Ordinal)))
        {
            body = text;
            failures.AddRange(shell.Run(script).Errors.Where(IsForeign).Select(e => $"{changed}: {e.FullyQualifiedErrorId}: {e}"));
        }

        return failures;
    }

    // An error that the module makes has an id without dots; InvalidArgument would blame the user.
    private static bool IsForeign(System.Management.Automation.ErrorRecord error) =>
        error.FullyQualifiedErrorId.Split(',')[0] is var id && (id.Contains('.', StringComparison.Ordinal) || id == "InvalidArgument");

    // The document with each value replaced, one at a time.
    private static IEnumerable<(string Changed, string Json)> Variants(string json) =>
        from path in Paths(JsonNode.Parse(json)!, [])
        from value in new[] { "5", "[5]", "{\"x\":5}" }
        select ($"{string.Join('.', path)} = {value}", Replace(JsonNode.Parse(json)!, path, JsonNode.Parse(value)!));

    private static IEnumerable<object[]> Paths(JsonNode node, object[] above) => node switch
    {
        JsonObject o => o.SelectMany(f => Below([.. above, f.Key], f.Value!)),
        JsonArray items => items.SelectMany((item, i) => Below([.. above, i], item!)),
        _ => [],
    };

    private static IEnumerable<object[]> Below(object[] path, JsonNode node) => [path, .. Paths(node, path)];

    private static string Replace(JsonNode root, object[] path, JsonNode value)
    {
        var parent = path[..^1].Aggregate(root, (node, step) => step is string name ? node[name]! : node[(int)step]!);
        if (path[^1] is string last)
        {
            parent[last] = value;
        }
        else
        {
            parent[(int)path[^1]] = value;
        }

        return root.ToJsonString();
    }
}
