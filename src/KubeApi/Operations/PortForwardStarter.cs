using System.Management.Automation.Runspaces;
using System.Net;
using KubeApi.Binding;
using KubeApi.Client.Errors;
using KubeApi.Client.Streaming;
using KubeApi.Errors;
using KubeApi.Pipeline;
using KubeApi.Session;

namespace KubeApi.Operations;

/// <summary>Starts port-forwards in the background of this process. For the pipeline thread.</summary>
/// <param name="pipeline">The command's run.</param>
/// <param name="sessions">Its sessions.</param>
/// <param name="pods">Explains missing pods.</param>
/// <param name="addresses">The local addresses; none for the loopback ones.</param>
/// <param name="timeout">How long to wait until the port accepts connections; null for not at all.</param>
internal sealed class PortForwardStarter(
    PipelineRun pipeline, SessionScope sessions, PodTargets pods, IReadOnlyList<IPAddress> addresses, TimeSpan? timeout)
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(500);

    /// <summary>Starts the forward of one port.</summary>
    /// <exception cref="KubeApiException">The pod or port does not exist, the local port cannot be used, or the wait failed.</exception>
    public KubeApiPortForward Start(PodSelection selection, PortArgument port)
    {
        var session = selection.Session;
        // In the background, no command can show messages.
        var target = new PortForwardTarget(session.Client, selection.Namespace, TextOf(selection), port.Remote)
        {
            Pod = selection.Pod,
            LabelSelector = selection.Service is null ? selection.LabelSelector : null,
            Service = selection.Service,
        };
        PortForward? forward = null;
        try
        {
            var place = Find(target with { Client = sessions.ClientOf(session) }, selection);
            forward = new PortForward(target, place, port.Local, addresses);
            if (timeout is { } time)
            {
                pipeline.Wait(WaitUntilReadyAsync(forward, time), $"Waiting for {target.Text}");
            }
        }
        catch (Exception e)
        {
            forward?.Dispose();
            throw timeout is not null && e is KubeApiException { Failure: FailureKind.Timeout or FailureKind.PodNotFound or FailureKind.PodNotRunning } failure
                ? Advice.AfterWait(failure, target.Text, selection.Namespace)
                : e;
        }

        var owner = Runspace.DefaultRunspace.InstanceId;
        var started = SessionStore.PortForwards.Add(id => new KubeApiPortForward(id, owner, session, target, forward));
        if (addresses.FirstOrDefault(a => !IPAddress.IsLoopback(a)) is { } open)
        {
            pipeline.Host.WriteWarning(
                $"The port-forward listens on {open}: everyone who can reach port {started.LocalPort} of this machine can reach {target.Text}:{port.Remote}.");
        }

        return started;
    }

    private static string TextOf(PodSelection selection) => selection.Pod is { } pod ? $"Pod/{pod}" : selection.Text;

    private PortForwardPlace Find(PortForwardTarget target, PodSelection selection)
    {
        try
        {
            return pipeline.Wait(FindAsync(target));
        }
        catch (KubeApiException e) when (e.StatusCode == 404 && target.Pod is not null)
        {
            // Its failure names the workload of that name.
            pods.Read(selection, onlyNewest: true);
            throw;
        }
    }

    // With -Wait, the pods may still be created.
    private async Task<PortForwardPlace> FindAsync(PortForwardTarget target)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(pipeline.Stopped);
        limit.CancelAfter(timeout ?? Timeout.InfiniteTimeSpan);
        while (true)
        {
            try
            {
                return await target.FindAsync(pipeline.Stopped).ConfigureAwait(false);
            }
            catch (KubeApiException e) when (
                timeout is not null && !limit.IsCancellationRequested
                && (e.Failure == FailureKind.PodNotFound || (e.Failure == FailureKind.PodNotRunning && e.Status.Reason == PodState.Pending)))
            {
                await Task.Delay(s_pause, pipeline.Stopped).ConfigureAwait(false);
            }
        }
    }

    private async Task<bool> WaitUntilReadyAsync(PortForward forward, TimeSpan time)
    {
        await forward.WaitAsync(time, pipeline.Stopped).ConfigureAwait(false);
        return true;
    }
}
