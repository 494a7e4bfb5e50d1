using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Net;
using System.Security;
using KubeApi.Client.Authentication;
using KubeApi.Client.Errors;

namespace KubeApi.Session;

/// <summary>
/// A token from a script block, which runs again shortly before the token expires and when the server rejects it. It runs only on the pipeline thread of the
/// runspace that it came from. Created on that thread.
/// </summary>
internal sealed class ScriptTokenCredential(ScriptBlock script, TimeProvider? clock = null) : ICredential
{
    private readonly Guid _home = Runspace.DefaultRunspace.InstanceId;
    private readonly ExpiringCredential _last = new(clock);
    private readonly object _lock = new();
    private TokenCall? _call;

    public string Description => "token script";

    public async ValueTask<RequestCredential> GetAsync(ICredentialCaller? caller, CancellationToken cancellationToken) =>
        _last.IfFresh ?? await CallAsync(caller, cancellationToken).ConfigureAwait(false);

    public async ValueTask<bool> RenewAsync(RequestCredential refused, ICredentialCaller? caller, CancellationToken cancellationToken) =>
        _last.IfOtherThan(refused) is not null || !(await CallAsync(caller, cancellationToken).ConfigureAwait(false)).IsSameAs(refused);

    private async Task<RequestCredential> CallAsync(ICredentialCaller? caller, CancellationToken cancellationToken)
    {
        if (caller is not { WaitsForPrograms: true })
        {
            throw TokenCall.Failed("was not run: no command is waiting for its token.");
        }

        var call = GetCall();
        var refusal = new TaskCompletionSource<RequestCredential>(TaskCreationOptions.RunContinuationsAsynchronously);
        caller.Invoke(() =>
        {
            // Nothing waits for the token if the command was stopped.
            if (!cancellationToken.IsCancellationRequested && call.Serve(Runspace.DefaultRunspace.InstanceId) is { } failure)
            {
                refusal.SetException(failure);
            }
        });
        var first = await Task.WhenAny(call.Result, refusal.Task).WaitAsync(cancellationToken).ConfigureAwait(false);
        return await first.ConfigureAwait(false);
    }

    private TokenCall GetCall()
    {
        lock (_lock)
        {
            return _call is { Result.IsCompleted: false } call ? call : _call = new TokenCall(_home, Run);
        }
    }

    private RequestCredential Run()
    {
        var (token, expires) = Read([.. Invoke().Where(o => o is not null)]);
        return _last.Keep((RequestCredential.Bearer(token, "token that the script block of -Token returned"), expires ?? JsonWebToken.ExpiryOf(token)));
    }

    private Collection<PSObject> Invoke()
    {
        try
        {
            // An error that the block writes is the reason why there is no token, so it ends the block.
            return ScriptBlock.Create("$ErrorActionPreference = 'Stop'; & $args[0]").Invoke(script);
        }
        catch (RuntimeException e) when (e is not PipelineStoppedException)
        {
            // Only the message: the other parts of the error may quote the block or its data.
            throw TokenCall.Failed($"failed: {WithoutToken(e.ErrorRecord.ToString())}");
        }
    }

    private string WithoutToken(string message) =>
        _last.Last?.Authorization is { } authorization ? message.Replace(authorization["Bearer ".Length..], "***", StringComparison.Ordinal) : message;

    // A token, or an object with one, as Get-AzAccessToken returns it.
    private static (string Token, DateTimeOffset? Expires) Read(PSObject[] output)
    {
        if (output is not [var only])
        {
            throw TokenCall.Failed(
                output.Length == 0 ? "returned nothing." : $"returned {output.Length} objects; it must return one token.",
                "It must return the token as a string or SecureString, or an object with a property Token.");
        }

        return TextOf(only) is { } text ? (text, null)
            : TextOf(only.Properties["Token"]?.Value) is { } token ? (token, TimeOf(only.Properties["ExpiresOn"]?.Value))
            : throw TokenCall.Failed(
                $"returned {Articles.Before(only.BaseObject.GetType().Name)} without a property Token.",
                "It must return the token as a string or SecureString, or an object with a property Token.");
    }

    private static string? TextOf(object? value) => (value is PSObject wrapped ? wrapped.BaseObject : value) switch
    {
        string text => text,
        SecureString secure => new NetworkCredential("", secure).Password,
        _ => null,
    };

    private static DateTimeOffset? TimeOf(object? value) => (value is PSObject wrapped ? wrapped.BaseObject : value) switch
    {
        DateTimeOffset time => time == default ? null : time,
        // The zero time means none, and cannot be converted to local time.
        DateTime time => time == default ? null : time,
        var other => UtcTime.Parse(other as string),
    };
}
