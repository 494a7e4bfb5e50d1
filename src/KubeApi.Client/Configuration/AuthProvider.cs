using KubeApi.Client.Authentication;
using KubeApi.Client.Errors;
using static KubeApi.Client.Errors.ConfigurationFailure;

namespace KubeApi.Client.Configuration;

/// <summary>The <c>auth-provider</c> of a kubeconfig's user. Only oidc is supported, and only its id-token, which needs no request.</summary>
internal static class AuthProvider
{
    private const string Field = "auth-provider";
    private const string LogIn = "Install kubelogin for OpenID Connect (https://github.com/int128/kubelogin), and add an exec entry that calls it to the user.";

    /// <summary>The credential; null if the user has no auth-provider.</summary>
    /// <exception cref="KubeApiException">The token cannot be sent.</exception>
    public static IdTokenCredential? Read(KubeConfigEntry user) => user.Has(Field) ? new IdTokenCredential(IdToken(user)!, $"the user '{user}'") : null;

    /// <exception cref="KubeApiException">The auth-provider is not supported or incomplete.</exception>
    public static void Check(KubeConfigEntry user)
    {
        if (!user.Has(Field))
        {
            return;
        }

        var name = user.Child(Field).Text("name");
        if (name != "oidc")
        {
            var isRemoved = name is "gcp" or "azure";
            throw Invalid(
                $"The user '{user}' of the kubeconfig uses the auth-provider '{name}', "
                    + $"{(isRemoved ? "which Kubernetes 1.26 removed: an exec plugin replaced it" : "which is unknown")}.",
                name switch
                {
                    "gcp" => "Install gke-gcloud-auth-plugin, and recreate the entry: gcloud container clusters get-credentials NAME.",
                    "azure" => "Install kubelogin (https://github.com/Azure/kubelogin), and convert the entry: kubelogin convert-kubeconfig.",
                    _ => "Add to the user an exec entry that calls your provider's credential plugin, or a token.",
                });
        }

        if (user.Has("exec"))
        {
            throw Invalid($"The user '{user}' of the kubeconfig has both an auth-provider and an exec entry. Remove one of them.", null);
        }

        if (IdToken(user) is null && (user.Text("token") ?? user.Text("tokenFile") ?? user.Text("username")) is null)
        {
            throw Invalid($"The auth-provider 'oidc' of the user '{user}' of the kubeconfig has no id-token.", LogIn);
        }
    }

    private static string? IdToken(KubeConfigEntry user) => user.Child(Field).Child("config").Text("id-token");
}
