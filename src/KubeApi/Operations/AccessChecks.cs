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

/// <summary>Collects questions of what a user may do, and asks the servers all of them at once.</summary>
internal sealed class AccessChecks(PipelineRun pipeline, SessionScope sessions, Func<KubeApiSession, Impersonation?> impersonationIn)
{
    private readonly List<Question> _questions = [];

    private sealed record Question(KubeApiSession Session, ApiClient Client, Impersonation? Impersonation, AccessAttributes Attributes);

    /// <summary>Adds a question.</summary>
    /// <exception cref="KubeApiException">The session cannot impersonate.</exception>
    public void Add(KubeApiSession session, AccessAttributes attributes) =>
        _questions.Add(new Question(session, sessions.ClientOf(session), impersonationIn(session), attributes));

    /// <summary>The decisions, in the order of the questions. A failure is an error, and the others follow.</summary>
    public IEnumerable<AccessCheck> Run()
    {
        var answers = pipeline.Wait(ConcurrentWork.RunAsync(_questions, SessionScope.MaxParallel, AskAsync, pipeline.Stopped));
        foreach (var (question, (decision, failure)) in _questions.Zip(answers))
        {
            var what = $"{question.Attributes.Verb} {question.Attributes.Target}";
            if (failure is not null)
            {
                pipeline.Report(what, question.Session, failure);
                continue;
            }

            var reason = decision!.Reason.Length > 0 ? $": {decision.Reason}" : "";
            pipeline.Host.WriteVerbose($"{what}: {(decision.IsAllowed ? "allowed" : "not allowed")}{reason}");
            yield return new AccessCheck(question.Session, question.Attributes, decision);
        }
    }

    private static async Task<(AccessDecision? Decision, KubeApiException? Failure)> AskAsync(Question question, CancellationToken cancellationToken)
    {
        try
        {
            return (await AccessReader.CheckAsync(question.Client, question.Attributes, question.Impersonation, cancellationToken).ConfigureAwait(false), null);
        }
        catch (KubeApiException e)
        {
            return (null, e);
        }
    }
}
