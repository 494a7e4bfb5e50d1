using KubeApi.Client.Access;
using KubeApi.Client.Authentication;
using KubeApi.Client.Errors;
using KubeApi.Client.Http;
using KubeApi.Client.Reading;
using KubeApi.Client.Requests;
using KubeApi.Output;
using KubeApi.Pipeline;
using KubeApi.Session;

namespace KubeApi.Operations;

/// <summary>Collects permission checks, and sends them to the servers in parallel.</summary>
internal sealed class AccessChecks(PipelineRun pipeline, SessionScope sessions, Func<KubeApiSession, Impersonation?> impersonationIn)
{
    private readonly List<Check> _checks = [];

    private sealed record Check(KubeApiSession Session, ApiClient Client, Impersonation? Impersonation, AccessAttributes Attributes);

    /// <summary>Adds a check.</summary>
    /// <exception cref="KubeApiException">The session cannot impersonate.</exception>
    public void Add(KubeApiSession session, AccessAttributes attributes) =>
        _checks.Add(new Check(session, sessions.ClientOf(session), impersonationIn(session), attributes));

    /// <summary>The decisions, in the order of the checks. A check that fails is an error, and does not stop the others.</summary>
    public IEnumerable<AccessCheck> Run()
    {
        var results = pipeline.Wait(ConcurrentWork.RunAsync(_checks, SessionScope.MaxParallel, SendAsync, pipeline.Stopped));
        foreach (var (check, (decision, failure)) in _checks.Zip(results))
        {
            var what = $"{check.Attributes.Verb} {check.Attributes.Target}";
            if (failure is not null)
            {
                pipeline.Report(what, check.Session, failure);
                continue;
            }

            var reason = decision!.Reason.Length > 0 ? $": {decision.Reason}" : "";
            pipeline.Host.WriteVerbose($"{what}: {(decision.IsAllowed ? "allowed" : "not allowed")}{reason}");
            yield return new AccessCheck(check.Session, check.Attributes, decision);
        }
    }

    private static async Task<(AccessDecision? Decision, KubeApiException? Failure)> SendAsync(Check check, CancellationToken cancellationToken)
    {
        try
        {
            return (await AccessReader.CheckAsync(check.Client, check.Attributes, check.Impersonation, cancellationToken).ConfigureAwait(false), null);
        }
        catch (KubeApiException e)
        {
            return (null, e);
        }
    }
}
