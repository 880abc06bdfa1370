"""Well-known public data sets, which every course shows: their tables leak nobody.

A table is one of them if it has all the columns of a row; names are compared as words without spaces.
"""

from __future__ import annotations

from collections.abc import Iterable

from .header import words

PUBLIC_SETS: tuple[tuple[str, str], ...] = (
    ("Titanic", "survived pclass"),
    ("Titanic", "sibsp parch"),
    ("Adult census", "fnlwgt education"),
    ("Adult census", "workclass hoursperweek"),
    ("Adult census", "maritalstatus capitalgain"),
    ("Pima diabetes", "pregnancies glucose"),
    ("Diabetes, scikit-learn", "age sex bmi bp s1"),
    ("Diabetes, 130 US hospitals", "admissiontypeid timeinhospital"),
    ("COMPAS", "twoyearrecid"),
    ("COMPAS", "decilescore"),
    ("Heart disease, UCI", "trestbps chol"),
    ("Heart failure", "chestpaintype cholesterol"),
    ("Heart failure, clinical records", "creatininephosphokinase"),
    ("Stroke prediction", "avgglucoselevel"),
    ("Breast cancer, Wisconsin", "radiusmean"),
    ("Medical insurance costs", "bmi smoker charges"),
    ("German credit", "creditamount purpose"),
    ("Credit card default, Taiwan", "limitbal pay0"),
    ("Bank marketing", "poutcome"),
    ("Churn modelling", "creditscore geography exited"),
    ("Telco churn", "tenure monthlycharges"),
    ("IBM attrition", "attrition monthlyincome"),
    ("MovieLens users", "userid occupation gender age"),
    ("Restaurant tips", "totalbill tip"),
    ("Penguins", "species island"),
    ("Iris", "sepallength petallength"),
    ("Wine", "alcohol malicacid"),
    ("Student performance", "mathscore readingscore"),
    ("California housing", "medinc houseage"),
    ("California housing", "housingmedianage"),
    ("Airbnb listings", "hostid roomtype"),
    ("New York taxi trips", "pickuplongitude dropofflongitude"),
    ("Mall customers", "spendingscore"),
    ("Loan prediction", "loanid applicantincome"),
    ("Black Friday sales", "productcategory1 staycurrentcityyears"),
)
_SETS = tuple(frozenset(columns.split()) for _, columns in PUBLIC_SETS)


def is_public(labels: Iterable[str]) -> bool:
    """Whether a table with these headers is one of the well-known sets."""
    names = {"".join(words(label)) for label in labels}
    return any(columns <= names for columns in _SETS)
