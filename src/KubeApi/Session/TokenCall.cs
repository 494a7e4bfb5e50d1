using System.Management.Automation;
using KubeApi.Client.Authentication;
using KubeApi.Client.Errors;

namespace KubeApi.Session;

/// <summary>
/// One run of a token's script block, for all requests that need the token now. Each request offers its pipeline thread, and the first thread that waits runs
/// the block, so that no request depends on a busy thread.
/// </summary>
internal sealed class TokenCall(Guid home, Func<RequestCredential> run)
{
    private readonly TaskCompletionSource<RequestCredential> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly object _lock = new();
    private int? _runner;

    public Task<RequestCredential> Result => _result.Task;

    /// <summary>Runs the block on the pipeline thread of a runspace, unless it has run or is running.</summary>
    /// <returns>The reason why this caller cannot get the token; null if it only has to wait for the result.</returns>
    public KubeApiException? Serve(Guid runspace)
    {
        lock (_lock)
        {
            if (_runner is { } runner)
            {
                // The block waits for its own result.
                return runner == Environment.CurrentManagedThreadId && !Result.IsCompleted
                    ? Failed("uses the session for which it returns the token.", "Use another session in the script block, or none.")
                    : null;
            }

            // The engine runs a block only in its own runspace. A call from another one waits until that runspace is idle, which usually never happens.
            if (runspace != home)
            {
                return Failed(
                    "belongs to another runspace, and its token has expired or was rejected.",
                    "Use the session in the runspace that connected, which renews the token, or connect in this one too.");
            }

            _runner = Environment.CurrentManagedThreadId;
        }

        Run();
        return null;
    }

    public static KubeApiException Failed(string what, string? action = null) =>
        new(FailureKind.TokenScriptFailed, $"The script block of -Token {what}") { RecommendedAction = action };

    private void Run()
    {
        try
        {
            _result.SetResult(run());
        }
        catch (KubeApiException e)
        {
            _result.SetException(e);
        }
        catch (Exception e) when (e is PipelineStoppedException or FlowControlException)
        {
            _result.SetException(Failed("was stopped."));
            throw;
        }
        catch (Exception e)
        {
            _result.SetException(e);
        }
    }
}
