using KubeApi.Binding;
using KubeApi.Client.Access;
using KubeApi.Client.Discovery;
using KubeApi.Client.Errors;
using KubeApi.Client.Reading;
using KubeApi.Client.Requests;
using KubeApi.Pipeline;

namespace KubeApi.Operations;

/// <summary>Creates tokens of service accounts.</summary>
internal sealed class ServiceAccountTokens(PipelineRun pipeline, SessionScope sessions)
{
    // A token may be requested with a minute more or less.
    private static readonly TimeSpan s_tolerance = TimeSpan.FromMinutes(1);

    /// <summary>The resource type of service accounts.</summary>
    public static ApiResource Type { get; } = ApiResource.Of("", "v1", "serviceaccounts", namespaced: true) with { Kind = "ServiceAccount" };

    /// <summary>Creates a token. A verbose message says when it expires, and a warning if the server granted another time than was requested.</summary>
    /// <param name="account">The service account.</param>
    /// <param name="uid">The uid that it must have; null for any service account of that name.</param>
    /// <param name="duration">How long the token is valid; null for the server's default.</param>
    /// <param name="audiences">The audiences of the token; none for the API server.</param>
    /// <exception cref="KubeApiException">The service account does not exist, or the server refuses.</exception>
    /// <exception cref="ArgumentException">The object is not a service account.</exception>
    public string Create(ObjectTarget account, string? uid, TimeSpan? duration, string[] audiences)
    {
        if (account.Type is not { Group: "", Name: "serviceaccounts" })
        {
            throw new ArgumentException($"{account} is not a ServiceAccount: it has no tokens.");
        }

        var client = sessions.ClientOf(account.Session);
        var begun = DateTimeOffset.UtcNow;
        try
        {
            // A user who may not read it may still create a token.
            if (uid is not null && pipeline.Wait(MetadataReader.ReadUidAsync(client, account.Type, account.Namespace, account.Name, pipeline.Stopped))
                is { } found && found != uid)
            {
                throw TargetReader.Replaced(account);
            }

            var (token, expires) = pipeline.Wait(AccessReader.CreateTokenAsync(
                client, account.Namespace!, account.Name, duration, audiences, pipeline.Stopped));
            if (expires is { } end)
            {
                pipeline.Host.WriteVerbose($"The token of {account} expires at {UtcTime.Show(end)}.");
                if (duration is { } wanted && ((end - begun) - wanted).Duration() > s_tolerance)
                {
                    pipeline.Host.WriteWarning($"The server did not grant {wanted}: the token of {account} expires at {UtcTime.Show(end)}.");
                }
            }

            return token;
        }
        catch (KubeApiException e) when (e.StatusCode == 404)
        {
            throw pipeline.Wait(NamespaceLookup.ExplainAsync(client, e, pipeline.Stopped));
        }
    }
}
