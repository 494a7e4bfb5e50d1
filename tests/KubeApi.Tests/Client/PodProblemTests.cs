using System.Text;
using System.Text.Json;
using KubeApi.Client.Workloads;
using KubeApi.Yaml;

namespace KubeApi.Tests.Client;

/// <summary>Why a pod is not ready, from its status.</summary>
public sealed class PodProblemTests
{
    [Theory]
    [InlineData("status: {phase: Running, conditions: [{type: Ready, status: 'True'}]}", "")]
    [InlineData("status: {phase: Succeeded, conditions: [{type: Ready, status: 'False'}]}", "")]
    [InlineData("status: {phase: Running}, metadata: {name: web, deletionTimestamp: '2026-11-29T12:00:00Z'}", "")]
    [InlineData(
        "status: {phase: Pending, conditions: [{type: PodScheduled, status: 'False', reason: Unschedulable, message: '0/3 nodes are available: x.'}]}",
        "0/3 nodes are available: x.")]
    [InlineData(
        "status: {phase: Pending, containerStatuses: [{name: app, ready: false, state: {waiting: {reason: ImagePullBackOff, message: Back-off pulling}}}]}",
        "app: ImagePullBackOff: Back-off pulling")]
    [InlineData(
        "status: {phase: Running, containerStatuses: [{name: app, ready: false, restartCount: 3, "
        + "state: {waiting: {reason: CrashLoopBackOff, message: back-off 40s}}, lastState: {terminated: {exitCode: 1, reason: Error}}}]}",
        "app: CrashLoopBackOff: exit code 1 (Error), restarted 3 times (crashed)")]
    [InlineData(
        "status: {phase: Running, containerStatuses: [{name: app, ready: false, restartCount: 1, state: {running: {}}, "
        + "lastState: {terminated: {exitCode: 137, reason: OOMKilled}}}]}",
        "app: not ready; last exit code 137 (OOMKilled), restarted 1 time (crashed, running)")]
    [InlineData(
        "status: {phase: Running, containerStatuses: [{name: app, ready: false, state: {running: {}}}]}",
        "app: running, and not ready (running)")]
    [InlineData(
        "status: {phase: Running, containerStatuses: [{name: app, ready: false, restartCount: 2, state: {waiting: {reason: CrashLoopBackOff}}, "
        + "lastState: {terminated: {exitCode: 128, reason: StartError, message: no such program}}}]}",
        "app: CrashLoopBackOff: no such program, restarted 2 times")]
    [InlineData(
        "status: {phase: Failed, containerStatuses: [{name: app, ready: false, "
        + "state: {terminated: {exitCode: 128, reason: StartError, message: no such program}}}]}",
        "app: no such program")]
    [InlineData("status: {phase: Failed, reason: Evicted, message: low on memory}", "Evicted: low on memory")]
    [InlineData(
        "status: {phase: Failed, containerStatuses: [{name: app, ready: false, state: {terminated: {exitCode: 2, reason: Error, message: no config}}}]}",
        "app: exit code 2 (Error): no config (crashed)")]
    [InlineData(
        "status: {phase: Pending, initContainerStatuses: [{name: init, state: {waiting: {reason: CrashLoopBackOff}}, restartCount: 2, "
        + "lastState: {terminated: {exitCode: 1, reason: Error}}}], "
        + "containerStatuses: [{name: app, ready: false, state: {waiting: {reason: PodInitializing}}}]}",
        "init: CrashLoopBackOff: exit code 1 (Error), restarted 2 times (crashed)")]
    [InlineData(
        "status: {phase: Pending, containerStatuses: [{name: app, ready: false, state: {waiting: {reason: ContainerCreating}}}]}",
        "app: ContainerCreating")]
    [InlineData(
        "status: {phase: Running, conditions: [{type: Ready, status: 'False', reason: ReadinessGatesNotReady, message: the gate is closed}], "
        + "containerStatuses: [{name: app, ready: true, state: {running: {}}}]}",
        "ReadinessGatesNotReady: the gate is closed")]
    [InlineData("status: {phase: Pending}", "phase Pending")]
    public void Each_state_has_a_reason(string fields, string expected)
    {
        var yaml = $"{{kind: Pod, {(fields.Contains("metadata:", StringComparison.Ordinal) ? "" : "metadata: {name: web}, ")}{fields}}}";
        var pod = JsonDocument.Parse(Encoding.UTF8.GetString(YamlLoader.CreateReader().ToJson(yaml)[0])).RootElement;

        var problems = PodProblem.Of(pod);

        Assert.All(problems, t => Assert.Equal("web", t.Pod));
        Assert.Equal(expected, string.Join("; ", problems.Select(Describe)));
    }

    private static string Describe(PodProblem t) => (t.Container.Length > 0 ? $"{t.Container}: " : "") + t.Text
        + ((t.HasCrashed, t.IsRunning) switch { (true, true) => " (crashed, running)", (true, false) => " (crashed)", (false, true) => " (running)", _ => "" });
}
