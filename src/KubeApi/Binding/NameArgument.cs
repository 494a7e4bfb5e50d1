namespace KubeApi.Binding;

/// <summary>
/// An argument of -Name: a name with wildcards, or an object whose name is used. For a namespaced type, a Namespace object selects the namespace.
/// </summary>
public sealed class NameArgument
{
    /// <summary>Takes a name.</summary>
    public NameArgument(string name)
        : this(name, isNamespace: false)
    {
    }

    internal NameArgument(string name, bool isNamespace) => (Name, IsNamespace) = (name, isNamespace);

    internal string Name { get; }

    internal bool IsNamespace { get; }

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
