print("monetique")
