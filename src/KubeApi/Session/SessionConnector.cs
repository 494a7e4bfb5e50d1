using System.Text.Json;
using System.Text.RegularExpressions;
using KubeApi.Client.Access;
using KubeApi.Client.Authentication;
using KubeApi.Client.Configuration;
using KubeApi.Client.Errors;
using KubeApi.Client.Http;
using KubeApi.Client.Json;
using KubeApi.Client.Requests;

namespace KubeApi.Session;

/// <summary>Opens a session: reads the server's version and the user, so errors appear when connecting and not later.</summary>
internal static partial class SessionConnector
{
    /// <param name="settings">The connection settings.</param>
    /// <param name="client">A client with these settings. The session owns it; it is disposed if connecting fails.</param>
    /// <param name="name">The session's name; null for the settings'.</param>
    /// <param name="owner">The runspace that opens the session.</param>
    /// <param name="observer">Receives requests and warnings.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="KubeApiException">The server cannot be reached, is not trusted, or refuses the credential or the impersonation. Any other 403 is not a
    /// failure.</exception>
    public static async Task<KubeApiSession> ConnectAsync(
        ConnectionSettings settings, ApiClient client, string? name, Guid owner, IRequestObserver observer, CancellationToken cancellationToken)
    {
        try
        {
            if (PathSegment.NamespaceFault(settings.Namespace) is { } fault)
            {
                throw new KubeApiException(FailureKind.InvalidConfiguration, fault);
            }

            var observed = client.ObservedBy(observer);
            var version = await ReadVersionAsync(observed, cancellationToken).ConfigureAwait(false);
            var (user, groups) = await ReadUserAsync(observed, cancellationToken).ConfigureAwait(false);
            WarnIfAnonymous(settings, observer);
            return new KubeApiSession(name ?? settings.Name, client)
            {
                ServerVersion = version,
                User = user,
                Groups = groups,
                Namespace = settings.Namespace,
                Authentication = settings.Authentication,
                ActsAs = settings.Impersonation?.ToString(),
                SkipCertificateCheck = settings.SkipCertificateCheck,
                Source = settings.Source,
                Owner = owner,
            };
        }
        catch (Exception e)
        {
            client.Dispose();
            throw e is KubeApiException { StatusCode: 401 } refused ? refused.WithAuthentication(settings.Authentication) : e;
        }
    }

    /// <summary>The warnings to show before the first request, while the user can still stop.</summary>
    public static IEnumerable<string> WarningsOf(ConnectionSettings settings) => settings.SkipCertificateCheck
        ? settings.Warnings.Append(
            $"The certificate of {settings.Server} is NOT verified: an attacker between you and the server can read and change everything, and steal the "
                + "credential.")
        : settings.Warnings;

    private static void WarnIfAnonymous(ConnectionSettings settings, IRequestObserver observer)
    {
        if (settings is { Credential: AnonymousCredential, ClientCertificate: null } && settings.Server.Scheme == Uri.UriSchemeHttps)
        {
            observer.Warning($"No credential was given: the session is anonymous (system:anonymous), and {settings.Server} grants it almost no permissions.");
        }
    }

    private static async Task<string?> ReadVersionAsync(ApiClient client, CancellationToken cancellationToken)
    {
        try
        {
            var response = await client.SendForBytesAsync(ApiRequest.Get("/version"), cancellationToken).ConfigureAwait(false);
            return JsonNodes.Parse(response).Child("gitVersion")?.ToString() is { } version ? TerminalText.Clean(version) : throw new JsonException();
        }
        catch (KubeApiException e) when (e.StatusCode == 403)
        {
            return null;
        }
        catch (Exception e) when (e is JsonException or KubeApiException { StatusCode: 404 })
        {
            throw new KubeApiException(
                FailureKind.InvalidAnswer, $"{client.Server} is not a Kubernetes API server: its response to /version is not a version.")
            {
                RecommendedAction = ForeignResponse.Advice,
            };
        }
    }

    private static async Task<(string? User, string[] Groups)> ReadUserAsync(ApiClient client, CancellationToken cancellationToken)
    {
        try
        {
            var identity = await AccessReader.ReadIdentityAsync(client, null, cancellationToken).ConfigureAwait(false);
            return (identity.User.Length > 0 ? TerminalText.Clean(identity.User) : null, TerminalText.Clean(identity.Groups));
        }
        catch (KubeApiException e) when (
            (e.StatusCode is 403 or 404 && !e.Status.IsImpersonationRefused) || e.Failure == FailureKind.InvalidAnswer)
        {
            // The review is forbidden to anonymous users and does not exist before Kubernetes 1.28; the error still names the user.
            return (RefusedUser().Match(e.Status.Message) is { Success: true } match ? match.Groups[1].Value : null, []);
        }
    }

    [GeneratedRegex("User \"([^\"]+)\"")]
    private static partial Regex RefusedUser();
}
