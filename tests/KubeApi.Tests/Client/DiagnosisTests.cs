using System.Net;
using System.Text;
using System.Text.Json;
using KubeApi.Client.Configuration;
using KubeApi.Client.Http;
using KubeApi.Client.Requests;
using KubeApi.Client.Workloads;
using KubeApi.Yaml;

namespace KubeApi.Tests.Client;

/// <summary>The diagnosis of a workload that does not become ready.</summary>
public sealed class DiagnosisTests : HttpMessageHandler
{
    private const string Deployment = """
        {kind: Deployment, metadata: {name: web, namespace: shop, uid: d1}, spec: {selector: {matchLabels: {app: web}}, template: {spec: {v: 2}}}, status: {conditions: [
        {type: Available, status: 'False', reason: MinimumReplicasUnavailable, message: too few}, {type: Progressing, status: 'True', reason: ReplicaSetUpdated, message: x},
        {type: ReplicaFailure, status: 'True', reason: FailedCreate, message: "quota\u001b[31m is\n exceeded"}]}}
        """;

    private const string Pods = """
        {kind: PodList, items: [
        {metadata: {name: web-ok, uid: p0, ownerReferences: [{kind: ReplicaSet, controller: true}]}, status: {conditions: [{type: Ready, status: 'True'}]}},
        {metadata: {name: web-bad, uid: p1, ownerReferences: [{kind: ReplicaSet, controller: true}]}, status: {phase: Running, containerStatuses: [{name: app, ready: false, restartCount: 2, state: {waiting: {reason: CrashLoopBackOff}}, lastState: {terminated: {exitCode: 1, reason: Error}}}]}},
        {metadata: {name: other, uid: p2}, status: {phase: Pending}}]}
        """;

    private const string ReplicaSets = """
        {kind: ReplicaSetList, items: [
        {metadata: {name: web-abc, uid: r1, ownerReferences: [{uid: d1, controller: true}], annotations: {deployment.kubernetes.io/revision: '2'}}, spec: {template: {spec: {v: 2}}}},
        {metadata: {name: web-old, uid: r0, ownerReferences: [{uid: d1, controller: true}], annotations: {deployment.kubernetes.io/revision: '1'}}, spec: {template: {spec: {v: 1}}}}]}
        """;

    private const string Events = """
        {kind: EventList, items: [
        {reason: BackOff, message: Back-off restarting failed container app, lastTimestamp: '2026-11-29T12:00:09Z', involvedObject: {kind: Pod, name: web-bad, uid: p1}},
        {reason: Unhealthy, message: 'Liveness probe failed: a long message', lastTimestamp: '2026-11-29T12:00:01Z', involvedObject: {kind: Pod, name: web-bad, uid: p1, fieldPath: 'spec.containers{app}'}},
        {reason: Unhealthy, message: 'Liveness probe failed: late', lastTimestamp: '2026-11-29T12:00:02Z', involvedObject: {kind: Pod, name: web-bad, uid: p1, fieldPath: 'spec.containers{app}'}},
        {reason: Unhealthy, message: 'Liveness probe errored and resulted in unknown state', lastTimestamp: '2026-11-29T12:00:03Z', involvedObject: {kind: Pod, name: web-bad, uid: p1, fieldPath: 'spec.containers{app}'}},
        {reason: FailedCreate, message: '(combined from similar events): exceeded quota', lastTimestamp: '2026-11-29T12:00:01Z', involvedObject: {kind: ReplicaSet, name: web-abc, uid: r1}},
        {reason: FailedCreate, message: exceeded, lastTimestamp: '2026-11-29T12:00:01Z', involvedObject: {kind: ReplicaSet, name: web-abc, uid: r1}},
        {reason: FailedCreate, message: of an old revision, lastTimestamp: '2026-11-29T12:00:09Z', involvedObject: {kind: ReplicaSet, name: web-old, uid: r0}},
        {reason: Unhealthy, message: late, eventTime: '2026-11-29T12:00:04.000000Z', involvedObject: {kind: Deployment, name: web, uid: d1}},
        {reason: FailedMount, message: of a ready pod, lastTimestamp: '2026-11-29T12:00:09Z', involvedObject: {kind: Pod, name: web-ok, uid: p0}},
        {reason: Other, message: x, lastTimestamp: '2026-11-29T12:00:09Z', involvedObject: {kind: Pod, name: other, uid: p2}}]}
        """;

    private readonly List<string> _requests = [];
    private HttpStatusCode _code = HttpStatusCode.OK;
    private string _others = "{kind: EventList, items: []}";

    [Fact]
    public async Task Conditions_pods_logs_and_events_are_read()
    {
        var found = await ReadAsync();

        Assert.Equal(["Available is False: MinimumReplicasUnavailable: too few", "ReplicaFailure is True: FailedCreate: quota is  exceeded"], found.Conditions);
        Assert.Equal(["web-bad: app: CrashLoopBackOff: exit code 1 (Error), restarted 2 times"], found.Pods);
        Assert.Equal(("web-bad", "CrashLoopBackOff"), (found.Cause?.Pod, found.Cause?.Reason));
        Assert.Equal(("web-bad: app", "b,c,d,e,panic: no database"), (found.LogOf, string.Join(',', found.Log)));
        Assert.Equal(
            [
                "Deployment/web: Unhealthy: late", "Pod/web-bad (app): Unhealthy: Liveness probe failed: late",
                "ReplicaSet/web-abc: FailedCreate: exceeded quota",
            ],
            found.Events.Select(e => $"{e}"));
        Assert.Equal(
            [
                "/api/v1/namespaces/shop/pods?labelSelector=app%3Dweb&limit=500",
                "/api/v1/namespaces/shop/pods/web-bad/log?container=app&tailLines=5",
                "/apis/apps/v1/namespaces/shop/replicasets?labelSelector=app%3Dweb&limit=500",
                "/api/v1/namespaces/shop/events?fieldSelector=type%3DWarning&limit=500",
            ],
            _requests);
    }

    [Fact]
    public async Task An_object_whose_reason_is_only_an_event_has_its_last_event()
    {
        const string Claim = "{kind: PersistentVolumeClaim, metadata: {name: data, namespace: shop, uid: c1}, status: {phase: Pending}}";
        _others = """
            {kind: EventList, items: [
            {type: Normal, reason: Old, message: x, lastTimestamp: '2026-11-29T12:00:01Z', involvedObject: {kind: PersistentVolumeClaim, name: data, uid: c1}},
            {type: Normal, reason: FailedBinding, message: no volumes, lastTimestamp: '2026-11-29T12:00:02Z', involvedObject: {kind: PersistentVolumeClaim, name: data, uid: c1}}]}
            """;

        var found = await ReadAsync(ApiResource.Of("", "v1", "persistentvolumeclaims", namespaced: true), Claim);

        var e = Assert.Single(found.Events);
        Assert.Equal(("PersistentVolumeClaim/data: FailedBinding: no volumes", false), ($"{e}", e.IsWarning));
        Assert.Equal("/api/v1/namespaces/shop/events?fieldSelector=involvedObject.uid%3Dc1&limit=500", _requests[^1]);
    }

    [Theory]
    [InlineData(HttpStatusCode.Forbidden)]
    [InlineData(HttpStatusCode.NotFound)]
    public async Task Forbidden_parts_are_omitted(HttpStatusCode code)
    {
        _code = code;

        var found = await ReadAsync();

        Assert.Equal(2, found.Conditions.Count);
        Assert.Equal(found.Conditions, [.. found.Conditions, .. found.Pods, .. found.Log, .. found.Events.Select(e => $"{e}")]);
    }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var path = request.RequestUri!.PathAndQuery;
        _requests.Add(path);
        var body = _code != HttpStatusCode.OK ? """{"kind":"Status","apiVersion":"v1","status":"Failure","reason":"Refused","message":"no"}"""
            : path.Contains("/log?", StringComparison.Ordinal) ? "a\nb\nc\nd\ne\u001b[2J\npanic: no database\n"
            : Json(
                path.Contains("involvedObject", StringComparison.Ordinal) ? _others
                : path.Contains("/events", StringComparison.Ordinal) ? Events
                : path.Contains("/replicasets", StringComparison.Ordinal) ? ReplicaSets
                : Pods);
        var isLog = path.Contains("/log?", StringComparison.Ordinal) && _code == HttpStatusCode.OK;
        return Task.FromResult(new HttpResponseMessage(_code)
        {
            Content = new StringContent(body, Encoding.UTF8, isLog ? "text/plain" : "application/json"),
        });
    }

    private Task<Diagnosis> ReadAsync() => ReadAsync(
        new ApiResource { Name = "deployments", Kind = "Deployment", Group = "apps", Version = "v1", Namespaced = true }, Deployment);

    private async Task<Diagnosis> ReadAsync(ApiResource type, string o)
    {
        var settings = new ConnectionSettings { Server = new Uri("http://127.0.0.1:1/"), Name = "test", Source = "test" };
        using var client = new ApiClient(settings, this);
        return await new DiagnosisReader(client).ReadAsync(type, JsonDocument.Parse(Json(o)).RootElement, CancellationToken.None);
    }

    private static string Json(string flow) => Encoding.UTF8.GetString(YamlLoader.CreateReader().ToJson(flow)[0]);
}
