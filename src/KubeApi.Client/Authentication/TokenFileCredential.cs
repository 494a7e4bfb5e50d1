using KubeApi.Client.Errors;

namespace KubeApi.Client.Authentication;

/// <summary>
/// A token in a file that somebody else renews, as the kubelet does for a pod: read again when the file changed, after 60 seconds,
/// and at once when the server refused it. The last good one is kept when a read fails (client-go <c>transport/token_source.go</c>).
/// </summary>
public sealed class TokenFileCredential(string path, TimeProvider? clock = null) : ICredential
{
    private static readonly TimeSpan s_keepFor = TimeSpan.FromSeconds(60);

    private readonly TimeProvider _clock = clock ?? TimeProvider.System;
    private Reading? _last;

    private sealed record Reading(string Authorization, DateTime FileTime, DateTimeOffset ReadAt);

    /// <inheritdoc/>
    public string Description => $"token file {path}";

    /// <inheritdoc/>
    public async ValueTask<string?> GetAuthorizationAsync(CancellationToken cancellationToken)
    {
        var last = Volatile.Read(ref _last);
        if (last is not null && _clock.GetUtcNow() - last.ReadAt < s_keepFor && TimeOf(path) == last.FileTime)
        {
            return last.Authorization;
        }

        return (await ReadAsync(last, cancellationToken).ConfigureAwait(false)).Authorization;
    }

    /// <inheritdoc/>
    public async ValueTask<bool> RenewAsync(string? refused, CancellationToken cancellationToken) =>
        (await ReadAsync(Volatile.Read(ref _last), cancellationToken).ConfigureAwait(false)).Authorization != refused;

    // The kubelet swaps a symbolic link on the way to the file: the link's own time stays.
    private static DateTime TimeOf(string path)
    {
        try
        {
            return (File.ResolveLinkTarget(path, returnFinalTarget: true) ?? new FileInfo(path)).LastWriteTimeUtc;
        }
        catch (IOException)
        {
            return default; // reading the file will tell why
        }
    }

    private async Task<Reading> ReadAsync(Reading? last, CancellationToken cancellationToken)
    {
        try
        {
            // Time first: a write between the two is then seen at the next call.
            var time = TimeOf(path);
            var text = await File.ReadAllTextAsync(path, cancellationToken).ConfigureAwait(false);
            var reading = new Reading(BearerToken.ToAuthorization(text, $"token file '{path}'"), time, _clock.GetUtcNow());
            Volatile.Write(ref _last, reading);
            return reading;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or KubeApiException)
        {
            return last ?? throw (e as KubeApiException
                ?? new KubeApiException(FailureKind.CredentialUnavailable, $"The token file '{path}' cannot be read: {e.Message}", e));
        }
    }
}
