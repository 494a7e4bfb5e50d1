using System.Diagnostics.CodeAnalysis;
using KubeApi.Client.Errors;

namespace KubeApi.Client.Authentication.Exec;

/// <summary>
/// Credentials from a plugin (client-go <c>plugin/pkg/client/auth/exec</c>), cached until shortly before they expire or until the server rejects them. The
/// plugin runs once at a time; each session has its own credentials.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "A semaphore whose wait handle is not used holds nothing to dispose.")]
public sealed class ExecCredential(ExecPlugin plugin, ExecPluginRule? rule = null, TimeProvider? clock = null) : ICredential
{
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly ExpiringCredential _last = new(clock);
    private readonly ExecPluginRule _rule = rule ?? ExecPluginRule.AllowAll;

    /// <summary>The plugin.</summary>
    public ExecPlugin Plugin => plugin;

    /// <inheritdoc/>
    public string Description => $"exec plugin {plugin.Name}";

    /// <summary>The full path of the plugin; null if it is not on this machine.</summary>
    public string? Path => ExecutableFinder.Find(plugin.Command);

    /// <summary>Applies a rule to the plugin.</summary>
    /// <exception cref="KubeApiException">The rule forbids the plugin.</exception>
    public ExecCredential Under(ExecPluginRule other)
    {
        other.Check(plugin, Path);
        return new ExecCredential(plugin, other, clock);
    }

    /// <inheritdoc/>
    public async ValueTask<RequestCredential> GetAsync(ICredentialCaller? caller, CancellationToken cancellationToken) =>
        _last.IfFresh ?? await RunAsync(() => _last.IfFresh, caller, cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public async ValueTask<bool> RenewAsync(RequestCredential refused, ICredentialCaller? caller, CancellationToken cancellationToken) =>
        !(await RunAsync(() => _last.IfOtherThan(refused), caller, cancellationToken).ConfigureAwait(false)).IsSameAs(refused);

    // A caller that waited for another run uses its result.
    private async Task<RequestCredential> RunAsync(Func<RequestCredential?> done, ICredentialCaller? caller, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return done() ?? _last.Keep(await RunAsync(caller, cancellationToken).ConfigureAwait(false));
        }
        finally
        {
            _gate.Release();
        }
    }

    private async Task<(RequestCredential Credential, DateTimeOffset? Expires)> RunAsync(ICredentialCaller? caller, CancellationToken cancellationToken)
    {
        var path = Path;
        _rule.Check(plugin, path);
        if (caller is { WaitsForPrograms: false })
        {
            throw new KubeApiException(FailureKind.CredentialUnavailable, $"The plugin '{plugin.Name}' was not run: no command is waiting for its credential.");
        }

        var isInteractive = plugin.InteractiveMode != ExecInteractiveMode.Never && caller is { HasConsole: true };
        if (plugin.InteractiveMode == ExecInteractiveMode.Always && !isInteractive)
        {
            throw new KubeApiException(
                FailureKind.ExecPluginNeedsConsole,
                $"The plugin '{plugin.Name}' prompts the user (interactiveMode: Always), but no console is available for the prompt.");
        }

        var turn = isInteractive ? caller?.ConsoleLock : null;
        await (turn?.WaitAsync(cancellationToken) ?? Task.CompletedTask).ConfigureAwait(false);
        try
        {
            var output = await ExecProcess.RunAsync(
                plugin, path ?? throw NotFound(), isInteractive, line => caller?.Notice($"{plugin.Name}: {line}"), cancellationToken).ConfigureAwait(false);
            return ExecResponse.Read(output, plugin);
        }
        finally
        {
            turn?.Release();
        }
    }

    private KubeApiException NotFound()
    {
        var hint = TerminalText.Clean(plugin.InstallHint).Trim();
        return new KubeApiException(
            FailureKind.ExecPluginNotFound,
            $"The kubeconfig's plugin '{plugin.Command}' is not installed: "
                + $"{(plugin.Name == plugin.Command ? "it is not on the PATH" : "the file does not exist")}.")
        {
            RecommendedAction = hint.Length > 0 ? hint : null,
        };
    }
}
