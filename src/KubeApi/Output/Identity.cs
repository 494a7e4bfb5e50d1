using System.Collections.Specialized;
using KubeApi.Client.Access;
using KubeApi.Session;

namespace KubeApi.Output;

/// <summary>A user as a server knows it.</summary>
public sealed class Identity
{
    internal Identity(KubeApiSession session, UserIdentity user)
    {
        (Session, User, Uid, Groups) = (session.Name, user.User, user.Uid, user.Groups);
        foreach (var (key, values) in user.Extra)
        {
            Extra[key] = values;
        }
    }

    /// <summary>The user name.</summary>
    public string User { get; }

    /// <summary>The uid; empty for none.</summary>
    public string Uid { get; }

    /// <summary>The groups.</summary>
    public string[] Groups { get; }

    /// <summary>The extra fields by key, each with its values.</summary>
    public OrderedDictionary Extra { get; } = new(StringComparer.Ordinal);

    /// <summary>The name of the session.</summary>
    public string Session { get; }

    /// <summary>The user name.</summary>
    public override string ToString() => User;
}
