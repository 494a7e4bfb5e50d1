using KubeApi.Sandbox.Json;

namespace KubeApi.Sandbox.Rbac;

/// <summary>A RoleBinding or ClusterRoleBinding (without a namespace).</summary>
internal sealed class Binding
{
    private const string ServiceAccountPrefix = "system:serviceaccount:";

    private readonly JsonObject[] _subjects;

    public Binding(string @namespace, string name, JsonObject binding)
    {
        Namespace = @namespace;
        Name = name;
        RoleKind = binding.StringAt("roleRef.kind") ?? "";
        RoleName = binding.StringAt("roleRef.name") ?? "";
        _subjects = binding["subjects"] is JsonArray subjects ? [.. subjects.OfType<JsonObject>()] : [];
    }

    public string Namespace { get; }

    public string Name { get; }

    public string RoleKind { get; }

    public string RoleName { get; }

    /// <summary>The subject that matches this user, for a decision's reason; null for none.</summary>
    public string? SubjectFor(User user)
    {
        foreach (var subject in _subjects)
        {
            var name = subject.StringAt("name") ?? "";
            switch (subject.StringAt("kind"))
            {
                case "User" when name == user.Name:
                    return $"User \"{name}\"";
                case "Group" when user.Groups.Contains(name):
                    return $"Group \"{name}\"";
                case "ServiceAccount":
                    var home = subject.StringAt("namespace") ?? Namespace;
                    if (user.Name == $"{ServiceAccountPrefix}{home}:{name}")
                    {
                        return $"ServiceAccount \"{name}/{home}\"";
                    }

                    break;
            }
        }

        return null;
    }
}
