using KubeApi.Client.Errors;

namespace KubeApi.Client.Authentication;

/// <summary>
/// A token in a file that another program renews, such as the kubelet for a pod: read again when the file changes, after 60 seconds, and at once when the
/// server rejects it. The last token is kept when a read fails (client-go <c>transport/token_source.go</c>).
/// </summary>
/// <param name="path">The file.</param>
/// <param name="initial">The token to use until the file was read once; null for none.</param>
/// <param name="clock">The clock for the time since the last read.</param>
public sealed class TokenFileCredential(string path, string? initial = null, TimeProvider? clock = null) : ICredential
{
    private static readonly TimeSpan s_keepFor = TimeSpan.FromSeconds(60);

    private readonly TimeProvider _clock = clock ?? TimeProvider.System;
    private Reading? _last = initial is null ? null : new Reading(RequestCredential.Bearer(initial, "token"), default, DateTimeOffset.MinValue);

    private sealed record Reading(RequestCredential Credential, FileStamp Stamp, DateTimeOffset ReadAt);

    /// <summary>The file.</summary>
    public string Path => path;

    /// <inheritdoc/>
    public string Description => $"token file {path}";

    /// <inheritdoc/>
    public async ValueTask<RequestCredential> GetAsync(ICredentialCaller? caller, CancellationToken cancellationToken)
    {
        var last = Volatile.Read(ref _last);
        if (last is not null && _clock.GetUtcNow() - last.ReadAt < s_keepFor && FileStamp.Of(path) == last.Stamp)
        {
            return last.Credential;
        }

        return (await ReadAsync(last, cancellationToken).ConfigureAwait(false)).Credential;
    }

    /// <inheritdoc/>
    public async ValueTask<bool> RenewAsync(RequestCredential refused, ICredentialCaller? caller, CancellationToken cancellationToken) =>
        !(await ReadAsync(Volatile.Read(ref _last), cancellationToken).ConfigureAwait(false)).Credential.IsSameAs(refused);

    private async Task<Reading> ReadAsync(Reading? last, CancellationToken cancellationToken)
    {
        try
        {
            // Stamp before reading: a write in between is detected at the next call.
            var stamp = FileStamp.Of(path);
            var text = await File.ReadAllTextAsync(path, cancellationToken).ConfigureAwait(false);
            var credential = RequestCredential.Bearer(text, $"token file '{path}'");
            var reading = new Reading(credential, stamp, _clock.GetUtcNow());
            Volatile.Write(ref _last, reading);
            return reading;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or KubeApiException)
        {
            return last ?? throw (e as KubeApiException
                ?? new KubeApiException(FailureKind.CredentialUnavailable, $"The token file '{path}' cannot be read: {FileFault.Describe(path, e)}", e));
        }
    }
}
