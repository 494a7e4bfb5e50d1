namespace KubeApi.Binding;

/// <summary>What -Name takes: a name, with wildcards, or an object for its name. A Namespace says where to look, where a type has namespaces.</summary>
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
